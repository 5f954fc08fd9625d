-- Links and clicks, the sign-up that freezes a referral, what the rest of the marketplace tells of the referred account, and the scheduled jobs.

-- Asking again answers the link that is there. Answers CREATED, NOT_FOUND, FORBIDDEN, NOT_ACTIVE, NOT_APPROVED.
create function marketplace.create_referral_link(
    p_subject text, p_account bigint, p_program text, p_source text, p_needs_approval boolean, p_code text, p_now timestamptz,
    out outcome text, out status text, out link_number bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    select a.status into status from account a where a.id = p_account for share;
    if not found then
        outcome := 'NOT_FOUND';
    elsif not may_act_for(p_subject, p_account) then
        outcome := 'FORBIDDEN';
    elsif status <> 'ACTIVE' then
        outcome := 'NOT_ACTIVE';
    elsif p_needs_approval and not exists (select 1 from affiliate f where f.account_id = p_account and f.program = p_program and f.state = 'APPROVED') then
        outcome := 'NOT_APPROVED';
    else
        insert into referral_link (account_id, program, source, code, created_at) values (p_account, p_program, p_source, p_code, p_now)
        on conflict on constraint referral_link_once_per_program_and_source do nothing;
        select l.number into strict link_number from referral_link l where l.account_id = p_account and l.program = p_program and l.source = p_source;
        outcome := 'CREATED';
    end if;
end $$;

-- The link that a signed code names, made at its first use.
create function marketplace.ensure_referral_link(p_account bigint, p_program text, p_source text, p_code text, p_now timestamptz)
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_number bigint;
begin
    insert into referral_link (account_id, program, source, code, created_at) values (p_account, p_program, p_source, p_code, p_now)
    on conflict on constraint referral_link_once_per_program_and_source do nothing;
    select l.number into strict v_number from referral_link l where l.account_id = p_account and l.program = p_program and l.source = p_source;
    return v_number;
end $$;

-- A click, where the visitor agreed to be remembered: one a day counts.
create function marketplace.record_referral_touch(p_account bigint, p_link bigint, p_visitor uuid, p_channel text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    insert into referral_touch (account_id, link_number, visitor, day, at, channel)
    values (p_account, p_link, p_visitor, (p_now at time zone 'UTC')::date, p_now, p_channel)
    on conflict do nothing;
    if found then
        update referral_link l set clicks = l.clicks + 1 where l.account_id = p_account and l.number = p_link;
    else
        -- The last click decides; its time is that of the newest.
        update referral_touch t set at = greatest(t.at, p_now)
        where t.account_id = p_account and t.link_number = p_link and t.visitor = p_visitor and t.day = (p_now at time zone 'UTC')::date;
    end if;
end $$;

-- The sign-up. What the program asks of both sides is decided here, in the transaction that makes the account, and stays.
-- p_refusal is what the host found against it (countries, roles, badges), null for nothing; p_signed_up_at differs from p_now where support attributes later.
create function marketplace.attribute_referral(
    p_referred bigint, p_link_owner bigint, p_link bigint, p_channel text, p_version integer, p_terms jsonb, p_refusal text,
    p_experiment text, p_unit text, p_variant text, p_now timestamptz, p_signed_up_at timestamptz default null)
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_link referral_link;
    v_signed_up timestamptz := coalesce(p_signed_up_at, p_now);
    v_number bigint;
    v_reason text := p_refusal;
    v_marks text[];
    v_upwards bigint[];
begin
    select * into strict v_link from referral_link l where l.account_id = p_link_owner and l.number = p_link;
    if p_link_owner = p_referred then
        return null;
    end if;
    v_marks := shared_marks(p_link_owner, p_referred);
    -- Everybody who stands above: who referred the referrer, and so on.
    with recursive above (account_id, depth) as (
        select p_link_owner, 0
        union
        select r.account_id, a.depth + 1 from above a join referral r on r.referred_id = a.account_id and r.state <> 'INELIGIBLE' where a.depth < 100
    )
    select array_agg(account_id) into v_upwards from above where account_id <> p_link_owner;
    v_reason := case
        when v_marks && array['EMAIL', 'PHONE', 'SUBJECT'] then 'Nobody refers himself.'
        when exists (select 1 from unnest(v_upwards) u (id) where shared_marks(u.id, p_referred) && array['EMAIL', 'PHONE', 'SUBJECT']) then 'The referral would lead back to who began it.'
        when is_known_person(p_referred, p_link_owner) then 'This person has signed up before.'
        when exists (select 1 from affiliate f where f.account_id = p_link_owner and f.program = v_link.program and f.state <> 'APPROVED') then 'The affiliate is not approved.'
        when (select a.status from account a where a.id = p_link_owner) <> 'ACTIVE' then 'The referrer''s account is not active.'
        else v_reason end;

    insert into referral (account_id, referred_id, link_number, program, version, source, channel, terms, state, reason, signed_up_at, lapses_at,
                          treatment_experiment, treatment_variant)
    values (p_link_owner, p_referred, p_link, v_link.program, p_version, v_link.source, p_channel, p_terms,
            case when v_reason is null then 'ATTRIBUTED' else 'INELIGIBLE' end, v_reason, v_signed_up,
            -- What comes again and again ends with its months, the latest of them where there are several.
            least(v_signed_up + make_interval(days => (p_terms ->> 'windowDays')::integer),
                  (select case when bool_and(t ? 'each' and t ? 'maximumMonths') then v_signed_up + make_interval(months => max((t ->> 'maximumMonths')::integer)) end
                   from jsonb_array_elements(p_terms -> 'milestones') t)),
            case when v_reason is null then p_experiment end, case when v_reason is null then p_variant end)
    on conflict on constraint referral_once_per_referred_account do nothing
    returning number into v_number;
    if v_number is null then
        return null;
    end if;
    if v_reason is null and p_experiment is not null then
        perform experiments.expose(p_experiment, p_unit, p_variant, p_now);
    end if;
    perform note_referral(p_link_owner, v_number, case when v_reason is null then 'signedUp' else 'ineligible' end, null, v_reason, p_now);
    return v_number;
end $$;

-- What the rest of the marketplace tells, in the transaction of what caused it. An account that nobody referred costs one look into an index.
create function marketplace.tell_referral_of_account() returns trigger
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    if old.email_verified_at is null and new.email_verified_at is not null then
        perform record_referral_fact(new.id, 'EMAIL_VERIFIED', 'email', 0, null, new.email_verified_at);
    end if;
    if old.phone_verified_at is null and new.phone_verified_at is not null then
        perform record_referral_fact(new.id, 'PHONE_VERIFIED', 'phone', 0, null, new.phone_verified_at);
    end if;
    if old.readiness_passed_at is null and new.readiness_passed_at is not null then
        perform record_referral_fact(new.id, 'READINESS_TEST', 'readiness-test', 0, null, new.readiness_passed_at);
    end if;
    return null;
end $$;
create trigger referral_hears_of_account after update of email_verified_at, phone_verified_at, readiness_passed_at on marketplace.account
    for each row execute function marketplace.tell_referral_of_account();

create function marketplace.tell_referral_of_job() returns trigger
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        perform record_referral_fact(new.client_id, 'JOB_POSTED', 'job:' || new.id, 0, new.category, new.posted_at);
    elsif new.status = 'REMOVED' and old.status <> 'REMOVED' then
        perform reverse_referral_fact(new.client_id, 'JOB_POSTED', 'job:' || new.id, 0, 'The job was removed.', coalesce(new.closed_at, new.posted_at));
    end if;
    return null;
end $$;
create trigger referral_hears_of_job after insert or update of status on marketplace.job
    for each row execute function marketplace.tell_referral_of_job();

-- What concerns two referred accounts locks both referrals before it tells either, always in one order.
create function marketplace.lock_referrals_of(p_referred bigint[]) returns void
language sql security definer set search_path = marketplace, pg_temp as $$
    select from referral r where r.referred_id = any (p_referred) order by r.account_id, r.number for update
$$;

create function marketplace.tell_referral_of_contract() returns trigger
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_category text;
begin
    select j.category into v_category from job j where j.id = new.job_id;
    perform lock_referrals_of(array[new.client_id, new.account_id]);
    perform record_referral_fact(new.client_id, 'HIRED', 'contract:' || new.number, 0, v_category, new.started_at),
            record_referral_fact(new.account_id, 'PROJECT_ACCEPTED', 'contract:' || new.number, 0, v_category, new.started_at);
    return null;
end $$;
create trigger referral_hears_of_contract after insert on marketplace.contract
    for each row execute function marketplace.tell_referral_of_contract();

-- A contract's payment is the client's payment and the talent's earning.
create function marketplace.tell_referral_of_payment() returns trigger
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_category text;
begin
    perform lock_referrals_of(array[new.client_id, new.account_id]);
    if tg_op = 'INSERT' then
        select j.category into v_category from contract c join job j on j.id = c.job_id where c.account_id = new.account_id and c.number = new.contract_number;
        perform record_referral_fact(new.client_id, 'PAYMENT', 'payment:' || new.number, new.amount_cents, v_category, new.paid_at),
                record_referral_fact(new.account_id, 'EARNING', 'payment:' || new.number, new.amount_cents, v_category, new.paid_at);
    else
        perform reverse_referral_fact(new.client_id, 'PAYMENT', 'payment:' || new.number, new.refunded_cents, 'A payment was taken back.', clock_of_books()),
                reverse_referral_fact(new.account_id, 'EARNING', 'payment:' || new.number, new.refunded_cents, 'A payment was taken back.', clock_of_books());
    end if;
    return null;
end $$;
create trigger referral_hears_of_payment after insert or update of refunded_cents on marketplace.payment
    for each row execute function marketplace.tell_referral_of_payment();

-- A bundle that was paid for is a payment too.
create function marketplace.tell_referral_of_purchase() returns trigger
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    if new.state = 'COMPLETED' and new.method <> 'EARNINGS' and new.charged_back_by is null and (tg_op = 'INSERT' or old.state <> 'COMPLETED') then
        perform record_referral_fact(new.account_id, 'PAYMENT', 'purchase:' || new.number, new.price_cents, null,
            (select t.effective_at from ledger_transaction t where t.account_id = new.account_id and t.number = new.transaction_number));
    elsif tg_op = 'UPDATE' and new.charged_back_by is not null and old.charged_back_by is null then
        perform reverse_referral_fact(new.account_id, 'PAYMENT', 'purchase:' || new.number, new.price_cents, 'A payment was taken back.',
            (select t.effective_at from ledger_transaction t where t.account_id = new.account_id and t.number = new.charged_back_by));
    end if;
    return null;
end $$;
create trigger referral_hears_of_purchase after insert or update of state, charged_back_by on marketplace.purchase
    for each row execute function marketplace.tell_referral_of_purchase();

-- The domain clock's instant, for what learns of an event without being told its time.
create function marketplace.clock_of_books() returns timestamptz
language sql stable security definer set search_path = marketplace, pg_temp as $$
    select clock_timestamp() + ahead from domain_clock
$$;

-- A ban ends what waits on either side, and takes back what the banned account's sign-up brought. Earned cash of a banned referrer stays payable.
create function marketplace.tell_referral_of_standing() returns trigger
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_referral referral;
    v_milestone referral_milestone;
    v_now timestamptz := clock_of_books();
    v_why text := case new.status when 'BANNED' then 'An account of the referral was banned.' else 'An account of the referral is closed.' end;
begin
    for v_referral in
        select * from referral r where (r.referred_id = new.id or r.account_id = new.id) and r.state in ('ATTRIBUTED', 'ACTIVE', 'CLOSED') order by r.account_id, r.number for update
    loop
        for v_milestone in
            select * from referral_milestone m where m.account_id = v_referral.account_id and m.referral_number = v_referral.number
                and m.state in ('OPEN', 'HELD', 'UNDER_REVIEW', 'REWARDED') order by m.key, m.occurrence for update
        loop
            if v_milestone.state <> 'REWARDED' then
                perform reject_milestone(v_referral, v_milestone.key, v_milestone.occurrence, v_why, v_now);
            elsif new.status = 'BANNED' and v_referral.referred_id = new.id then
                perform reverse_rewards(v_referral, v_milestone.key, v_milestone.occurrence, 'ban', v_why, v_now);
            end if;
        end loop;
        if v_referral.state <> 'CLOSED' then
            perform end_referral(v_referral, v_why, v_now);
        end if;
    end loop;
    return null;
end $$;
create trigger referral_hears_of_standing after update of status on marketplace.account
    for each row when (new.status in ('BANNED', 'CLOSED') and old.status is distinct from new.status) execute function marketplace.tell_referral_of_standing();

-- Who is erased leaves entries, numbers and hashes; what was written in words goes.
create function marketplace.forget_affiliate() returns trigger
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    update affiliate f set message = '' where f.account_id = new.id;
    return null;
end $$;
create trigger affiliate_is_forgotten after update of erased_at on marketplace.account
    for each row when (new.erased_at is not null and old.erased_at is null) execute function marketplace.forget_affiliate();

-- The next holds that have elapsed, a chunk of referrals at a time; another node's are passed over. Answers how many it looked at, and whose wallets moved.
create function marketplace.release_referral_holds(p_now timestamptz, p_most integer, out milestones integer, out accounts bigint[])
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_due record;
begin
    milestones := 0;
    accounts := '{}';
    for v_due in
        select m.account_id, m.referral_number, m.key, m.occurrence, r.referred_id
        from referral_milestone m join referral r on r.account_id = m.account_id and r.number = m.referral_number
        where m.state = 'HELD' and m.release_at <= p_now order by m.release_at, m.account_id, m.referral_number limit p_most
    loop
        -- Several in one transaction would hold accounts in no order: who is taken is left to another run.
        continue when not pg_try_advisory_xact_lock(hashtextextended('referral-release:' || v_due.account_id, 0));
        milestones := milestones + 1;
        begin
            if release_milestone(v_due.account_id, v_due.referral_number, v_due.key, v_due.occurrence, p_now) = 'REWARDED' then
                accounts := accounts || v_due.account_id || v_due.referred_id;
            end if;
        exception
            when deadlock_detected or serialization_failure or query_canceled or admin_shutdown then
                raise;
            when others then
                -- One that cannot be paid keeps nobody else waiting: it says why and is tried again an hour later.
                perform note_referral(v_due.account_id, v_due.referral_number, 'releaseFailed', v_due.key, sqlerrm, p_now);
                update referral_milestone m set release_at = p_now + interval '1 hour'
                where m.account_id = v_due.account_id and m.referral_number = v_due.referral_number and m.key = v_due.key and m.occurrence = v_due.occurrence and m.state = 'HELD';
        end;
    end loop;
end $$;

-- Attributed or Active -> Lapsed, where the window is over and nothing is under way.
create function marketplace.lapse_referrals(p_now timestamptz, p_most integer)
returns integer
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_referral referral;
    v_lapsed integer := 0;
begin
    for v_referral in
        select r.* from referral r
        where r.state in ('ATTRIBUTED', 'ACTIVE') and r.lapses_at <= p_now and not exists (
            select 1 from referral_milestone m where m.account_id = r.account_id and m.referral_number = r.number and m.state in ('HELD', 'UNDER_REVIEW'))
        order by r.lapses_at limit p_most for update of r skip locked
    loop
        if exists (select 1 from referral_milestone m where m.account_id = v_referral.account_id and m.referral_number = v_referral.number and m.state in ('REWARDED', 'REVERSED')) then
            update referral r set state = 'CLOSED' where r.account_id = v_referral.account_id and r.number = v_referral.number;
        else
            update referral r set state = 'LAPSED', reason = 'The time to qualify is over.' where r.account_id = v_referral.account_id and r.number = v_referral.number;
        end if;
        perform note_referral(v_referral.account_id, v_referral.number, 'lapsed', null, null, p_now);
        v_lapsed := v_lapsed + 1;
    end loop;
    return v_lapsed;
end $$;

-- A person has looked. Answers DONE, NOT_FOUND, WRONG_STATE.
create function marketplace.decide_referral(p_account bigint, p_number bigint, p_approve boolean, p_actor text, p_reason text, p_now timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_referral referral;
    v_milestone referral_milestone;
    v_terms jsonb;
    v_net bigint;
    v_decided boolean := false;
begin
    perform 1 from referral r where r.account_id = p_account and r.number = p_number;
    if not found then
        return 'NOT_FOUND';
    end if;
    select * into strict v_referral from referral r where r.account_id = p_account and r.number = p_number for update;
    for v_milestone in
        select * from referral_milestone m where m.account_id = p_account and m.referral_number = p_number and m.state = 'UNDER_REVIEW' order by m.qualified_at, m.key for update
    loop
        v_decided := true;
        if p_approve then
            select t into strict v_terms from jsonb_array_elements(v_referral.terms -> 'milestones') t where t ->> 'key' = v_milestone.key;
            select coalesce(max(f.cents - f.reversed_cents), 0) into v_net from referral_fact f
            where f.account_id = p_account and f.referral_number = p_number and f.kind = v_terms ->> 'each' and f.source = v_milestone.occurrence;
            perform hold_rewards(v_referral, v_terms, v_milestone.occurrence, v_net, true, p_now);
        else
            perform reject_milestone(v_referral, v_milestone.key, v_milestone.occurrence, p_reason, p_now);
        end if;
    end loop;
    if not v_decided then
        return 'WRONG_STATE';
    end if;
    select * into strict v_referral from referral r where r.account_id = p_account and r.number = p_number;
    perform settle_referral(v_referral, p_now);
    insert into experiments.audit_entry (at, actor, action, subject, after, reason)
    values (p_now, p_actor, case when p_approve then 'approveReferral' else 'rejectReferral' end, 'referral:' || p_account || '-' || p_number, null, p_reason);
    return 'DONE';
end $$;

grant execute on function marketplace.create_referral_link, marketplace.ensure_referral_link, marketplace.record_referral_touch, marketplace.attribute_referral, marketplace.mark_identity,
    marketplace.release_referral_holds, marketplace.lapse_referrals, marketplace.decide_referral, marketplace.clock_of_books to marketplace_app;

-- Who was turned down may ask again; who was banned may not. Answers APPLIED, NOT_FOUND, FORBIDDEN, NOT_ACTIVE, DECIDED.
create function marketplace.apply_as_affiliate(
    p_subject text, p_account bigint, p_program text, p_version integer, p_message text, p_now timestamptz, out outcome text, out status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_state text;
begin
    select a.status into status from account a where a.id = p_account for share;
    if not found then
        outcome := 'NOT_FOUND';
        return;
    elsif not may_act_for(p_subject, p_account) then
        outcome := 'FORBIDDEN';
        return;
    elsif status <> 'ACTIVE' then
        outcome := 'NOT_ACTIVE';
        return;
    end if;
    insert into affiliate (account_id, program, message, terms_version, applied_at) values (p_account, p_program, p_message, p_version, p_now)
    on conflict (account_id, program) do update
        set state = 'APPLIED', message = excluded.message, terms_version = excluded.terms_version, applied_at = excluded.applied_at, decided_at = null, decided_by = null, reason = null
        where affiliate.state in ('APPLIED', 'REJECTED');
    if not found then
        outcome := 'DECIDED';
        select f.state into status from affiliate f where f.account_id = p_account and f.program = p_program;
        return;
    end if;
    outcome := 'APPLIED';
end $$;

-- AFF-14: a ban ends what is on hold for the program, with its reason. Answers DECIDED, NOT_FOUND, WRONG_STATE.
create function marketplace.decide_affiliate(
    p_account bigint, p_program text, p_to text, p_actor text, p_reason text, p_now timestamptz, out outcome text, out status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_referral referral;
    v_milestone referral_milestone;
begin
    select f.state into status from affiliate f where f.account_id = p_account and f.program = p_program for update;
    if not found then
        outcome := 'NOT_FOUND';
        return;
    end if;
    if not (case p_to when 'BANNED' then status in ('APPLIED', 'APPROVED') else status = 'APPLIED' end) then
        outcome := 'WRONG_STATE';
        return;
    end if;
    update affiliate f set state = p_to, decided_at = p_now, decided_by = p_actor, reason = p_reason where f.account_id = p_account and f.program = p_program;
    if p_to = 'BANNED' then
        for v_referral in
            select * from referral r where r.account_id = p_account and r.program = p_program and r.state in ('ATTRIBUTED', 'ACTIVE') order by r.number for update
        loop
            for v_milestone in
                select * from referral_milestone m where m.account_id = p_account and m.referral_number = v_referral.number and m.state in ('OPEN', 'HELD', 'UNDER_REVIEW') for update
            loop
                perform reject_milestone(v_referral, v_milestone.key, v_milestone.occurrence, 'The affiliate was banned.', p_now);
            end loop;
            perform end_referral(v_referral, 'The affiliate was banned.', p_now);
        end loop;
    end if;
    perform notify_accounts(array[row(p_account, 'GENERAL',
        case p_to when 'APPROVED' then 'You are an affiliate' when 'REJECTED' then 'Your application was turned down' else 'You are no affiliate any more' end,
        p_reason, null, 'account-status', null)::notice], p_now);
    insert into experiments.audit_entry (at, actor, action, subject, before, after, reason)
    values (p_now, p_actor, 'decideAffiliate', 'account:' || p_account, jsonb_build_object('program', p_program, 'state', status), jsonb_build_object('program', p_program, 'state', p_to), p_reason);
    outcome := 'DECIDED';
    status := p_to;
end $$;

grant execute on function marketplace.apply_as_affiliate, marketplace.decide_affiliate to marketplace_app;
