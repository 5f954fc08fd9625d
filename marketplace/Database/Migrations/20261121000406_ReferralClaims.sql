-- What people decide of a referral beyond its review: support attributes a sign-up that came without a link, and a referrer chooses the reward.

-- REF-07: word of mouth, attributed by support within days. Everything is asked that the sign-up itself asks; what the account has done since counts as if it had been told at its time,
-- and a hold begins now. Answers CLAIMED, NOT_FOUND and whom, REFUSED and why; after REFUSED the caller rolls back.
create function marketplace.claim_referral(
    p_referred bigint, p_referrer bigint, p_program text, p_needs_approval boolean, p_source text, p_code text, p_days integer, p_version integer, p_terms jsonb, p_refusal text,
    p_experiment text, p_unit text, p_variant text, p_actor text, p_reason text, p_now timestamptz, out outcome text, out detail text, out number bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_referred account;
    v_referrer account;
begin
    -- Whoever records a fact of the account waits, and what came before is seen below.
    perform 1 from account a where a.id in (p_referred, p_referrer) order by a.id for update;
    perform wait_for_claim(p_referred, true);
    select * into v_referred from account a where a.id = p_referred;
    select * into v_referrer from account a where a.id = p_referrer;
    detail := case
        when v_referred.id is null then 'account'
        when v_referrer.id is null then 'referrer' end;
    if detail is not null then
        outcome := 'NOT_FOUND';
        return;
    end if;
    detail := case
        when p_referred = p_referrer then 'Nobody refers himself.'
        when v_referred.status <> 'ACTIVE' then 'The account that signed up is not active.'
        when exists (select 1 from referral r where r.referred_id = p_referred) then 'The sign-up is attributed already.'
        when p_now > v_referred.created_at + make_interval(days => p_days) then 'A sign-up is attributed by hand within ' || p_days || ' days.'
        when v_referrer.created_at > v_referred.created_at then 'The referrer was not there yet when the account signed up.'
        when p_needs_approval and not exists (select 1 from affiliate f where f.account_id = p_referrer and f.program = p_program and f.state = 'APPROVED') then 'The affiliate is not approved.' end;
    if detail is null then
        number := attribute_referral(p_referred, p_referrer, ensure_referral_link(p_referrer, p_program, p_source, p_code, p_now), null, p_version, p_terms, p_refusal,
                                     p_experiment, p_unit, p_variant, p_now, v_referred.created_at);
        select r.reason into detail from referral r where r.account_id = p_referrer and r.number = claim_referral.number and r.state = 'INELIGIBLE';
    end if;
    if detail is not null then
        outcome := 'REFUSED';
        return;
    end if;

    insert into referral_fact (account_id, referral_number, kind, source, cents, reversed_cents, reversed, category, at)
    select p_referrer, number, f.kind, f.source, f.cents, f.reversed_cents, f.reversed, f.category, f.at
    from (
        select 'EMAIL_VERIFIED' as kind, 'email' as source, 0::bigint as cents, 0::bigint as reversed_cents, false as reversed, null::text as category, v_referred.email_verified_at as at
        union all select 'PHONE_VERIFIED', 'phone', 0, 0, false, null, v_referred.phone_verified_at
        union all select 'READINESS_TEST', 'readiness-test', 0, 0, false, null, v_referred.readiness_passed_at
        union all select 'JOB_POSTED', 'job:' || j.id, 0, 0, j.status = 'REMOVED', j.category, j.posted_at from job j where j.client_id = p_referred
        union all select case p_referred when c.client_id then 'HIRED' else 'PROJECT_ACCEPTED' end, 'contract:' || c.number, 0, 0, false, j.category, c.started_at
                  from contract c join job j on j.id = c.job_id where p_referred in (c.client_id, c.account_id)
        union all select case p_referred when p.client_id then 'PAYMENT' else 'EARNING' end, 'payment:' || p.number, p.amount_cents, p.refunded_cents, p.refunded_cents >= p.amount_cents, j.category, p.paid_at
                  from payment p join contract c on c.account_id = p.account_id and c.number = p.contract_number join job j on j.id = c.job_id where p_referred in (p.client_id, p.account_id)
        union all select 'PAYMENT', 'purchase:' || u.number, u.price_cents, 0, false, null, t.effective_at
                  from purchase u join ledger_transaction t on t.account_id = u.account_id and t.number = u.transaction_number
                  where u.account_id = p_referred and u.method <> 'EARNINGS' and u.charged_back_by is null
    ) f where f.at is not null;
    if found then
        update referral r set state = 'ACTIVE' where r.account_id = p_referrer and r.number = claim_referral.number;
    end if;
    perform note_referral(p_referrer, number, 'claimed', null, p_reason, p_now);
    perform notify_accounts(array[row(p_referrer, 'GENERAL', 'A sign-up was attributed to you', 'Support found that somebody signed up because of you. Your referral account shows what is still missing.',
        'referral-claimed:' || number, 'referral-claimed', null)::notice], p_now);
    insert into experiments.audit_entry (at, actor, action, subject, after, reason)
    values (p_now, p_actor, 'attributeSignUp', 'account:' || p_referred, jsonb_build_object('referral', p_referrer || '-' || number, 'program', p_program), p_reason);
    perform evaluate_referral(p_referrer, number, null, null, p_now);
    outcome := 'CLAIMED';
end $$;

-- REF-16: cash or Connects, until the reward is paid. What is on hold becomes the other; what comes later is what was chosen last.
-- Answers CHOSEN, NOT_FOUND, NOT_ACTIVE and how it stands, OVER, NO_CHOICE, CAPPED.
create function marketplace.choose_referral_reward(p_subject text, p_account bigint, p_number bigint, p_asset text, p_now timestamptz, out outcome text, out status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_referral referral;
    v_reward referral_reward;
    v_counter referral_counter;
    v_changes integer;
begin
    select a.status into status from account a where a.id = p_account for share;
    select * into v_referral from referral r where r.account_id = p_account and r.number = p_number for update;
    if not found or not may_act_for(p_subject, p_account) then
        outcome := 'NOT_FOUND';
        return;
    elsif status <> 'ACTIVE' then
        outcome := 'NOT_ACTIVE';
        return;
    elsif v_referral.state not in ('ATTRIBUTED', 'ACTIVE') then
        outcome := 'OVER';
        return;
    elsif not exists (select 1 from jsonb_array_elements(v_referral.terms -> 'milestones') m, jsonb_array_elements(m -> 'tiers') t where t -> 'referrer' ->> 'ifSilent' is not null) then
        outcome := 'NO_CHOICE';
        return;
    end if;

    select count(*) into v_changes from referral_event e where e.account_id = p_account and e.referral_number = p_number and e.event = 'chosen';
    for v_reward in
        select * from referral_reward w
        where w.account_id = p_account and w.referral_number = p_number and w.side = 'REFERRER' and w.state = 'PENDING' and w.other_amount is not null
            and w.asset <> case p_asset when 'CASH' then 'USD' else 'CONNECTS' end
        order by w.key, w.occurrence for update
    loop
        update referral_counter c
        set cents = c.cents + case v_reward.asset when 'USD' then -v_reward.amount else v_reward.other_amount end,
            connects = c.connects + case v_reward.asset when 'USD' then v_reward.other_amount else -v_reward.amount end
        from referral_milestone m
        where m.account_id = p_account and m.referral_number = p_number and m.key = v_reward.key and m.occurrence = v_reward.occurrence
            and c.account_id = p_account and c.program = v_referral.program and c.period = m.period
        returning c.* into v_counter;
        if v_counter.cents > (v_referral.terms -> 'cap' ->> 'cents')::bigint or v_counter.connects > (v_referral.terms -> 'cap' ->> 'connects')::bigint then
            -- The caller rolls back.
            outcome := 'CAPPED';
            return;
        end if;
        update referral_reward w
        set asset = case v_reward.asset when 'USD' then 'CONNECTS' else 'USD' end, amount = v_reward.other_amount, other_amount = v_reward.amount
        where w.account_id = p_account and w.referral_number = p_number and w.key = v_reward.key and w.occurrence = v_reward.occurrence and w.attempt = v_reward.attempt and w.side = v_reward.side;
        perform post_pending_reward(p_account, reward_kind(v_referral.terms, 'USD'), case v_reward.asset when 'USD' then -v_reward.amount else v_reward.other_amount end,
            reward_key(p_account, p_number, v_reward.key, v_reward.occurrence, v_reward.attempt, v_reward.side) || ':chosen:' || v_changes, 'Another reward was chosen', p_now,
            referral_treatments(v_referral));
    end loop;
    if v_referral.reward_asset is distinct from p_asset then
        update referral r set reward_asset = p_asset where r.account_id = p_account and r.number = p_number;
        perform note_referral(p_account, p_number, 'chosen', null, p_asset, p_now);
    end if;
    outcome := 'CHOSEN';
end $$;

alter function marketplace.claim_referral set timezone = 'UTC';
grant execute on function marketplace.claim_referral, marketplace.choose_referral_reward to marketplace_app;
