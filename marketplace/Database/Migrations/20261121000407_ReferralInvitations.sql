-- REF-20: invitations by email, so many a day, never to who does not want them. Of an address that is no member's only a hash stays.

create table marketplace.invitation_suppression (
    address bytea       primary key,
    since   timestamptz not null
);
grant select, insert, delete on marketplace.invitation_suppression to marketplace_app;

create sequence marketplace.referral_invitation_number;
create table marketplace.referral_invitation (
    account_id bigint      not null references marketplace.account,
    number     bigint      not null default nextval('marketplace.referral_invitation_number'),
    program    text        not null,
    address    bytea       not null,
    at         timestamptz not null,
    primary key (account_id, number)
);
create index referral_invitation_recent on marketplace.referral_invitation (account_id, at);
create index referral_invitation_address on marketplace.referral_invitation (address, at);

-- The same salt and words as an account's own mark, so that members are known.
create function marketplace.address_hash(p_address text) returns bytea
language sql stable security definer set search_path = marketplace, pg_temp as $$
    select sha256(salt || convert_to('EMAIL:' || p_address, 'UTF8')) from identity_salt
$$;
revoke execute on function marketplace.address_hash from public;

-- Whether an address may get mail on somebody's behalf: it did not refuse, it is no member's, and who invites is in good standing.
create function marketplace.may_be_invited(p_account bigint, p_address bytea) returns boolean
language sql stable security definer set search_path = marketplace, pg_temp as $$
    select not exists (select 1 from invitation_suppression s where s.address = p_address)
        and not exists (select 1 from identity_mark m where m.kind = 'EMAIL' and m.hash = p_address)
        and exists (select 1 from account a where a.id = p_account and a.status = 'ACTIVE')
$$;

-- Nobody learns from an answer whether an address is a member's or wants no mail: it counts, and nothing leaves. An address that was written to lately, or often enough, is not written to again.
-- Answers INVITED and how many may follow today, LIMIT, NOT_FOUND, FORBIDDEN, NOT_ACTIVE, NOT_VERIFIED.
create function marketplace.invite_friend(
    p_subject text, p_account bigint, p_program text, p_address text, p_data jsonb, p_per_day integer, p_per_address integer, p_follow_up_days integer, p_now timestamptz,
    out outcome text, out status text, out left_today integer)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_account account;
    v_hash bytea := address_hash(p_address);
    v_is_new boolean;
begin
    -- Locked, so that two at once do not both take the last one of the day.
    select * into v_account from account a where a.id = p_account for update;
    status := v_account.status;
    if v_account.id is null then
        outcome := 'NOT_FOUND';
    elsif not may_act_for(p_subject, p_account) then
        outcome := 'FORBIDDEN';
    elsif status <> 'ACTIVE' then
        outcome := 'NOT_ACTIVE';
    elsif v_account.email_verified_at is null then
        outcome := 'NOT_VERIFIED';
    end if;
    if outcome is not null then
        return;
    end if;
    select p_per_day - count(*) into left_today from referral_invitation i where i.account_id = p_account and i.at > p_now - interval '1 day';
    v_is_new := not exists (select 1 from referral_invitation i where i.account_id = p_account and i.address = v_hash and i.at > p_now - make_interval(days => p_follow_up_days));
    if v_is_new and left_today <= 0 then
        outcome := 'LIMIT';
        return;
    end if;
    if v_is_new then
        if may_be_invited(p_account, v_hash) and (select count(*) from referral_invitation i where i.address = v_hash) < p_per_address then
            insert into outbox (created_at, account_id, template, data, next_attempt)
            values (p_now, p_account, 'referral-invitation', p_data || jsonb_build_object('to', p_address, 'address', encode(v_hash, 'hex')), p_now);
        end if;
        insert into referral_invitation (account_id, program, address, at) values (p_account, p_program, v_hash, p_now);
        left_today := left_today - 1;
    end if;
    outcome := 'INVITED';
end $$;

-- As before; what names a stranger or was said to one is nobody's to read any more either.
create or replace function marketplace.settle_outbox(p_number bigint, p_created_at timestamptz, p_state text, p_next_attempt timestamptz, p_error text, p_now timestamptz)
returns void
language sql security definer set search_path = marketplace, pg_temp as $$
    update outbox set state = p_state, error = p_error,
                      next_attempt = coalesce(p_next_attempt, next_attempt), sent_at = case when p_state = 'SENT' then p_now end,
                      data = case when p_state = 'PENDING' then data else data - array['code', 'to', 'words'] end
    where number = p_number and created_at = p_created_at and state = 'PENDING'
$$;

grant execute on function marketplace.may_be_invited, marketplace.invite_friend to marketplace_app;
