-- What becomes of accounts: verified contacts, approval, tests and badges with their grants, members, suspension, closing, erasure.
-- Every function locks the account first, so that its status decides within the transaction.

alter table marketplace.account
    add column email_verified_at   timestamptz,
    add column phone_verified_at   timestamptz,
    add column profile_approved_at timestamptz,
    add column readiness_passed_at timestamptz,
    add column erased_at           timestamptz,
    -- Erasure leaves the account and its entries; who it was is gone.
    alter column display_name drop not null,
    alter column email drop not null,
    alter column email_normalized drop not null,
    add constraint account_is_somebody_until_erased check (erased_at is not null or (display_name is not null and email is not null and email_normalized is not null)),
    add constraint account_erased_has_nothing_personal check (erased_at is null or num_nonnulls(display_name, email, email_normalized, phone, device_id, subject) = 0),
    add constraint account_erased_is_over check (erased_at is null or status in ('CLOSED', 'BANNED'));
create index account_status on marketplace.account (status, id desc);

create table marketplace.account_badge (
    account_id bigint      not null references marketplace.account,
    badge      text        not null check (badge in ('RISING_TALENT', 'TOP_RATED')),
    awarded_at timestamptz not null,
    primary key (account_id, badge)
);

-- A code that was sent to prove that an address or a number is the account's. Only its hash is kept; a few guesses, then a new one is needed.
create table marketplace.contact_code (
    account_id bigint      not null references marketplace.account,
    channel    text        not null check (channel in ('EMAIL', 'PHONE')),
    hash       bytea       not null,
    ends_at    timestamptz not null,
    guesses    integer     not null default 0,
    primary key (account_id, channel)
);

grant select on marketplace.account_badge to marketplace_app;

-- A code replaces the one before; it leaves by the outbox.
create function marketplace.send_contact_code(p_account bigint, p_channel text, p_hash bytea, p_code text, p_now timestamptz, p_ends timestamptz)
returns void
language sql security definer set search_path = marketplace, pg_temp as $$
    insert into contact_code (account_id, channel, hash, ends_at) values (p_account, p_channel, p_hash, p_ends)
    on conflict (account_id, channel) do update set hash = excluded.hash, ends_at = excluded.ends_at, guesses = 0;
    insert into outbox (created_at, account_id, template, data, next_attempt)
    values (p_now, p_account, case p_channel when 'EMAIL' then 'verify-email' else 'verify-phone' end, jsonb_build_object('code', p_code), p_now);
$$;

-- A null hash is a staff member's word. Answers DONE, NOT_ACTIVE, NO_CODE, WRONG_CODE, TOO_MANY_GUESSES.
create function marketplace.verify_contact(p_account bigint, p_channel text, p_hash bytea, p_most_guesses integer, p_now timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_account account;
    v_code contact_code;
begin
    select * into strict v_account from account where id = p_account for update;
    if v_account.status <> 'ACTIVE' then
        return 'NOT_ACTIVE';
    end if;
    if p_channel = 'PHONE' and v_account.phone is null then
        return 'NO_PHONE';
    end if;
    if (case p_channel when 'EMAIL' then v_account.email_verified_at else v_account.phone_verified_at end) is not null then
        return 'DONE';
    end if;
    if p_hash is not null then
        select * into v_code from contact_code where account_id = p_account and channel = p_channel for update;
        if not found or v_code.ends_at <= p_now then
            return 'NO_CODE';
        end if;
        if v_code.guesses >= p_most_guesses then
            return 'TOO_MANY_GUESSES';
        end if;
        if v_code.hash <> p_hash then
            update contact_code set guesses = guesses + 1 where account_id = p_account and channel = p_channel;
            return 'WRONG_CODE';
        end if;
    end if;
    delete from contact_code where account_id = p_account and channel = p_channel;
    update account set email_verified_at = case when p_channel = 'EMAIL' then p_now else email_verified_at end,
                       phone_verified_at = case when p_channel = 'PHONE' then p_now else phone_verified_at end
    where id = p_account;
    return 'DONE';
end $$;

-- A grant that an account gets once in its life, with its notice.
create function marketplace.grant_once(p_account bigint, p_origin text, p_connects integer, p_description text, p_now timestamptz, p_expires_at timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    if cardinality(grant_connects(array[row(p_account, p_origin, 'FREE', p_connects, 0, 'once', 'GRANT', lower(p_origin) || ':' || p_account, p_description,
                                            null, null, null, p_now, p_expires_at)::connects_grant])) > 0 then
        perform notify_accounts(array[row(p_account, 'CONNECTS_AWARDED', p_connects || ' free Connects', p_description || '. They expire on ' || to_char(p_expires_at at time zone 'UTC', 'FMDD FMMonth YYYY') || '.',
                                          p_origin, 'connects-awarded', jsonb_build_object('connects', p_connects))::notice], p_now);
    end if;
end $$;

-- GRT-02: once per freelancer.
create function marketplace.approve_profile(p_account bigint, p_connects integer, p_now timestamptz, p_expires_at timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_account account;
begin
    select * into v_account from account where id = p_account and kind = 'FREELANCER' for update;
    if not found then
        return 'NOT_FOUND';
    end if;
    if v_account.status <> 'ACTIVE' then
        return 'NOT_ACTIVE';
    end if;
    if v_account.profile_approved_at is null then
        update account set profile_approved_at = p_now where id = p_account;
        perform grant_once(p_account, 'PROFILE_APPROVED', p_connects, 'Profile approved', p_now, p_expires_at);
    end if;
    return 'DONE';
end $$;

-- GRT-03, GRT-05: the first pass alone is rewarded, once a person, whatever accounts of theirs take the test.
create function marketplace.record_readiness_test(p_account bigint, p_passed boolean, p_connects integer, p_now timestamptz, p_expires_at timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_account account;
begin
    select * into v_account from account where id = p_account and kind = 'FREELANCER' for update;
    if not found then
        return 'NOT_FOUND';
    end if;
    if v_account.status <> 'ACTIVE' then
        return 'NOT_ACTIVE';
    end if;
    if not p_passed or v_account.readiness_passed_at is not null then
        return 'DONE';
    end if;
    if v_account.subject is not null then
        -- Two accounts of one person that pass at once pass one after the other.
        perform pg_advisory_xact_lock(hashtext('readiness-test'), hashtext(v_account.subject));
    end if;
    update account set readiness_passed_at = p_now where id = p_account;
    if not exists (select 1 from account a where a.subject = v_account.subject and a.id <> p_account and a.readiness_passed_at is not null) then
        perform grant_once(p_account, 'READINESS_TEST', p_connects, 'Readiness test passed', p_now, p_expires_at);
    end if;
    return 'DONE';
end $$;

-- GRT-07, GRT-08: the badge of a rising talent brings its Connects once ever.
create function marketplace.award_badge(p_account bigint, p_badge text, p_connects integer, p_now timestamptz, p_expires_at timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_account account;
begin
    select * into v_account from account where id = p_account and kind <> 'CLIENT' for update;
    if not found then
        return 'NOT_FOUND';
    end if;
    if v_account.status <> 'ACTIVE' then
        return 'NOT_ACTIVE';
    end if;
    insert into account_badge (account_id, badge, awarded_at) values (p_account, p_badge, p_now) on conflict do nothing;
    if not found then
        return 'AWARDED_ALREADY';
    end if;
    if p_connects > 0 then
        perform grant_once(p_account, p_badge, p_connects, 'Rising Talent badge', p_now, p_expires_at);
    end if;
    return 'DONE';
end $$;

create function marketplace.add_agency_member(p_subject text, p_agency bigint, p_freelancer bigint, p_now timestamptz)
returns table (outcome text, status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_agency account;
    v_freelancer account;
begin
    -- In id order: an agency and a freelancer that change at once do not wait for each other.
    perform 1 from account a where a.id in (p_agency, p_freelancer) order by a.id for update;
    select * into v_agency from account a where a.id = p_agency and a.kind = 'AGENCY';
    if not found then
        return query select 'AGENCY_NOT_FOUND', null::text;
        return;
    end if;
    if v_agency.subject is distinct from p_subject or p_subject is null then
        return query select 'FORBIDDEN', null::text;
        return;
    end if;
    select * into v_freelancer from account a where a.id = p_freelancer and a.kind = 'FREELANCER';
    if not found then
        return query select 'FREELANCER_NOT_FOUND', null::text;
        return;
    end if;
    if v_agency.status <> 'ACTIVE' or v_freelancer.status <> 'ACTIVE' then
        return query select 'NOT_ACTIVE', case when v_agency.status <> 'ACTIVE' then v_agency.status else v_freelancer.status end;
        return;
    end if;
    insert into agency_member (agency_id, freelancer_id, joined_at) values (p_agency, p_freelancer, p_now) on conflict do nothing;
    if not found then
        return query select 'MEMBER_ALREADY', null::text;
        return;
    end if;
    perform notify_accounts(array[row(p_freelancer, 'GENERAL', 'You joined ' || v_agency.display_name, 'Proposals you send for the agency are paid from its wallet, and its awards go there.',
                                      'member:' || p_agency, null, null)::notice], p_now);
    return query select 'ADDED', null::text;
end $$;

-- Suspending, reinstating, banning and closing. RFD-05..07: closed and banned lots are forfeited without money back, suspended ones stay.
-- A client that is over leaves no job open: nobody would ever close it, so its proposals get their Connects back.
create function marketplace.change_account_status(
    p_account bigint, p_to text, p_actor text, p_reason text, p_now timestamptz, p_grace_ends timestamptz)
returns table (outcome text, status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_account account;
    v_job bigint;
begin
    -- Jobs before accounts before wallets, as everywhere.
    if p_to in ('CLOSED', 'BANNED') then
        perform 1 from job j where j.client_id = p_account and j.status = 'OPEN' order by j.id for update;
    end if;
    select * into v_account from account a where a.id = p_account for update;
    if not found then
        return query select 'NOT_FOUND', null::text;
        return;
    end if;
    if not (case p_to
        when 'SUSPENDED' then v_account.status = 'ACTIVE'
        when 'ACTIVE' then v_account.status = 'SUSPENDED'
        when 'BANNED' then v_account.status in ('ACTIVE', 'SUSPENDED')
        when 'CLOSED' then v_account.status in ('ACTIVE', 'SUSPENDED') end) then
        return query select 'WRONG_STATE', v_account.status;
        return;
    end if;
    perform 1 from wallet w where w.account_id = p_account order by w.asset for update;
    update account a set status = p_to where a.id = p_account;
    if p_to in ('CLOSED', 'BANNED') then
        for v_job in select j.id from job j where j.client_id = p_account and j.status = 'OPEN' order by j.id loop
            if not exists (select 1 from proposal p where p.job_id = v_job and p.status = 'HIRED') then
                perform refund_job(v_job, p_now, p_grace_ends);
            end if;
            update job j set status = case p_to when 'BANNED' then 'REMOVED' else 'CLOSED' end, closed_at = p_now where j.id = v_job;
        end loop;
        perform forfeit_lots(p_account, p_now);
    end if;
    insert into experiments.audit_entry (at, actor, action, subject, before, after, reason)
    values (p_now, p_actor, case p_to when 'SUSPENDED' then 'suspendAccount' when 'BANNED' then 'suspendAccount' when 'ACTIVE' then 'reinstateAccount' else 'closeAccount' end,
            'account:' || p_account, jsonb_build_object('status', v_account.status), jsonb_build_object('status', p_to), p_reason);
    perform notify_accounts(array[row(p_account, 'GENERAL',
        case p_to when 'SUSPENDED' then 'Your account is suspended' when 'BANNED' then 'Your account is closed for good' when 'ACTIVE' then 'Your account is active again' else 'Your account is closed' end,
        coalesce(p_reason, case p_to when 'CLOSED' then 'Connects that were left are forfeited. Earnings stay payable.' else '' end), null, 'account-status', null)::notice], p_now);
    return query select 'CHANGED', p_to;
end $$;

-- Personal data becomes null; entries stay.
create function marketplace.erase_account(p_account bigint, p_actor text, p_reason text, p_now timestamptz)
returns table (outcome text, status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_account account;
begin
    select * into v_account from account a where a.id = p_account for update;
    if not found then
        return query select 'NOT_FOUND', null::text;
        return;
    end if;
    if v_account.status not in ('CLOSED', 'BANNED') then
        return query select 'WRONG_STATE', v_account.status;
        return;
    end if;
    if v_account.erased_at is null then
        update account a set display_name = null, email = null, email_normalized = null, phone = null, device_id = null, subject = null, erased_at = p_now where a.id = p_account;
        delete from contact_code c where c.account_id = p_account;
        delete from notification n where n.account_id = p_account;
        delete from agency_member m where m.freelancer_id = p_account;
        -- What has not left any more cannot: the address is gone.
        update outbox o set state = case when o.state = 'PENDING' then 'DROPPED' else o.state end, data = '{}' where o.account_id = p_account;
        update proposal p set cover_letter = '' where p.account_id = p_account;
        insert into experiments.audit_entry (at, actor, action, subject, reason) values (p_now, p_actor, 'eraseAccount', 'account:' || p_account, p_reason);
    end if;
    return query select 'ERASED', v_account.status;
end $$;

grant execute on function marketplace.send_contact_code, marketplace.verify_contact, marketplace.approve_profile, marketplace.record_readiness_test, marketplace.award_badge,
    marketplace.add_agency_member, marketplace.change_account_status, marketplace.erase_account to marketplace_app;
