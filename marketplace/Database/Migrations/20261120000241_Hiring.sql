-- What happens to proposals after they are sent: withdrawal, decline, interview, reply, hire; contracts and what is paid on them.
-- Lock order: the job, the accounts, the wallets, the proposal, its interview or contract.

create table marketplace.interview (
    account_id      bigint      not null,
    proposal_number bigint      not null,
    started_at      timestamptz not null,
    replied_at      timestamptz,
    reply           text        check (length(reply) <= 20000),
    primary key (account_id, proposal_number),
    foreign key (account_id, proposal_number) references marketplace.proposal (account_id, number),
    check ((replied_at is null) = (reply is null))
);
create index interview_replied on marketplace.interview (replied_at) where replied_at is not null;

create sequence marketplace.contract_number;
create sequence marketplace.payment_number;

create table marketplace.contract (
    account_id      bigint      not null references marketplace.account,
    number          bigint      not null default nextval('marketplace.contract_number'),
    job_id          bigint      not null references marketplace.job,
    proposal_number bigint      not null,
    client_id       bigint      not null references marketplace.account,
    hourly          boolean     not null,
    started_at      timestamptz not null,
    ends_at         timestamptz,
    ended_at        timestamptz,
    primary key (account_id, number),
    foreign key (account_id, proposal_number) references marketplace.proposal (account_id, number),
    unique (account_id, proposal_number),
    check (ends_at > started_at)
);
create index contract_job on marketplace.contract (job_id, number desc);
create index contract_client on marketplace.contract (client_id);
create index contract_ending on marketplace.contract (ends_at) where ended_at is null and hourly;

-- HRS-03: the hours a week that were authorized, and since when; what was authorized before stays on record.
create table marketplace.authorized_hours (
    account_id      bigint      not null,
    contract_number bigint      not null,
    number          integer     not null,
    hours           integer     not null check (hours between 1 and 168),
    since           timestamptz not null,
    primary key (account_id, contract_number, number),
    foreign key (account_id, contract_number) references marketplace.contract (account_id, number)
);

create table marketplace.payment (
    account_id       bigint      not null references marketplace.account,
    number           bigint      not null default nextval('marketplace.payment_number'),
    contract_number  bigint      not null,
    client_id        bigint      not null references marketplace.account,
    amount_cents     bigint      not null check (amount_cents > 0),
    refunded_cents   bigint      not null default 0,
    charge_reference text        not null unique,
    paid_at          timestamptz not null,
    primary key (account_id, number),
    foreign key (account_id, contract_number) references marketplace.contract (account_id, number),
    constraint payment_refunds_at_most_what_was_paid check (refunded_cents between 0 and amount_cents)
);
create unique index payment_by_number on marketplace.payment (number);
create index payment_contract on marketplace.payment (account_id, contract_number);
create index payment_client on marketplace.payment (client_id);

-- What a refund could not take from a talent's cash: later earnings pay it first.
create table marketplace.cash_debt (
    account_id bigint primary key references marketplace.account,
    cents      bigint not null check (cents >= 0)
);

create table marketplace.job_flag (
    job_id     bigint      not null references marketplace.job,
    flagged_by text        not null,
    reason     text        not null check (length(reason) between 1 and 1000),
    at         timestamptz not null,
    primary key (job_id, flagged_by)
);

grant select on marketplace.interview, marketplace.contract, marketplace.authorized_hours, marketplace.payment, marketplace.cash_debt, marketplace.job_flag to marketplace_app;

-- Proposals: WITHDRAW and REPLY are the talent's, DECLINE and INTERVIEW the client's. Somebody else learns nothing, not even that it is there.
create function marketplace.change_proposal(p_subject text, p_account bigint, p_number bigint, p_action text, p_message text, p_now timestamptz)
returns table (outcome text, status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_job job;
    v_proposal proposal;
    v_is_talent boolean;
    v_is_client boolean;
    v_actor_status text;
begin
    select j.* into v_job from job j join proposal p on p.job_id = j.id where p.account_id = p_account and p.number = p_number for share of j;
    v_is_talent := may_act_for(p_subject, p_account);
    v_is_client := may_act_for(p_subject, v_job.client_id);
    if v_job.id is null or not (v_is_talent or v_is_client) then
        return query select 'NOT_FOUND', null::text;
        return;
    end if;
    if not (case when p_action in ('WITHDRAW', 'REPLY') then v_is_talent else v_is_client end) then
        return query select 'FORBIDDEN', null::text;
        return;
    end if;
    select a.status into v_actor_status from account a where a.id = case when p_action in ('WITHDRAW', 'REPLY') then p_account else v_job.client_id end for share;
    if v_actor_status <> 'ACTIVE' then
        return query select 'NOT_ACTIVE', v_actor_status;
        return;
    end if;
    select * into strict v_proposal from proposal p where p.account_id = p_account and p.number = p_number for update;

    if p_action = 'REPLY' then
        if v_proposal.status <> 'INTERVIEWING' then
            return query select 'WRONG_STATE', v_proposal.status;
            return;
        end if;
        -- RWD-02: the reply is the third of three conditions; it is given once.
        update interview i set replied_at = p_now, reply = p_message where i.account_id = p_account and i.proposal_number = p_number and i.replied_at is null;
        if not found then
            return query select 'REPLIED_ALREADY', 'REPLIED';
            return;
        end if;
        perform notify_accounts(array[row(v_job.client_id, 'GENERAL', 'A reply to your interview', 'A talent replied about "' || v_job.title || '".', 'reply:' || p_account || '-' || p_number, null, null)::notice], p_now);
    elsif p_action = 'INTERVIEW' then
        if v_job.status <> 'OPEN' then
            return query select 'JOB_NOT_OPEN', v_job.status;
            return;
        end if;
        if v_proposal.status <> 'SUBMITTED' then
            return query select 'WRONG_STATE', v_proposal.status;
            return;
        end if;
        update proposal p set status = 'INTERVIEWING' where p.account_id = p_account and p.number = p_number;
        insert into interview (account_id, proposal_number, started_at) values (p_account, p_number, p_now);
        perform notify_accounts(array[row(p_account, 'GENERAL', 'You are invited to an interview', 'The client of "' || v_job.title || '" would like to talk to you. Reply to win the interview.',
                                          'interview:' || p_number, 'interview-started', jsonb_build_object('job', v_job.title))::notice], p_now);
    else
        if v_proposal.status not in ('SUBMITTED', 'INTERVIEWING') then
            return query select 'WRONG_STATE', v_proposal.status;
            return;
        end if;
        -- RFD-11: neither returns Connects.
        update proposal p set status = case p_action when 'WITHDRAW' then 'WITHDRAWN' else 'DECLINED' end where p.account_id = p_account and p.number = p_number;
    end if;
    return query select 'DONE', null::text;
end $$;

-- Hiring fills the job.
create function marketplace.hire(p_subject text, p_account bigint, p_number bigint, p_ends_at timestamptz, p_hours integer, p_now timestamptz)
returns table (outcome text, status text, contract_number bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_job job;
    v_proposal proposal;
    v_status text;
    v_contract bigint;
begin
    select j.* into v_job from job j join proposal p on p.job_id = j.id where p.account_id = p_account and p.number = p_number for no key update of j;
    if v_job.id is null or not (may_act_for(p_subject, p_account) or may_act_for(p_subject, v_job.client_id)) then
        return query select 'NOT_FOUND', null::text, null::bigint;
        return;
    end if;
    if not may_act_for(p_subject, v_job.client_id) then
        return query select 'FORBIDDEN', null::text, null::bigint;
        return;
    end if;
    perform 1 from account a where a.id in (p_account, v_job.client_id) order by a.id for share;
    select a.status into v_status from account a where a.id in (p_account, v_job.client_id) and a.status <> 'ACTIVE' limit 1;
    if found then
        return query select 'NOT_ACTIVE', v_status, null::bigint;
        return;
    end if;
    if v_job.status <> 'OPEN' then
        return query select 'JOB_NOT_OPEN', v_job.status, null::bigint;
        return;
    end if;
    select * into strict v_proposal from proposal p where p.account_id = p_account and p.number = p_number for update;
    if v_proposal.status not in ('SUBMITTED', 'INTERVIEWING') then
        return query select 'WRONG_STATE', v_proposal.status, null::bigint;
        return;
    end if;
    if p_hours is not null and v_job.budget <> 'HOURLY' then
        return query select 'NOT_HOURLY', null::text, null::bigint;
        return;
    end if;

    v_contract := nextval('contract_number');
    update proposal p set status = 'HIRED' where p.account_id = p_account and p.number = p_number;
    update job j set status = 'FILLED' where j.id = v_job.id;
    insert into contract (account_id, number, job_id, proposal_number, client_id, hourly, started_at, ends_at)
    values (p_account, v_contract, v_job.id, p_number, v_job.client_id, v_job.budget = 'HOURLY', p_now, p_ends_at);
    if p_hours is not null then
        insert into authorized_hours (account_id, contract_number, number, hours, since) values (p_account, v_contract, 1, p_hours, p_now);
    end if;
    perform notify_accounts(array[row(p_account, 'GENERAL', 'You are hired', 'The client of "' || v_job.title || '" hired you.', 'hired:' || v_contract, 'hired', jsonb_build_object('job', v_job.title))::notice], p_now);
    return query select 'HIRED', null::text, v_contract;
end $$;

-- HOURS raises what is authorized for the week that runs (HRS-01), EXTEND moves the end, END ends. All are the client's.
create function marketplace.change_contract(p_subject text, p_account bigint, p_number bigint, p_action text, p_hours integer, p_ends_at timestamptz, p_now timestamptz)
returns table (outcome text, hours integer)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_contract contract;
    v_hours authorized_hours;
    v_title text;
begin
    select * into v_contract from contract c where c.account_id = p_account and c.number = p_number for update;
    if not found or not (may_act_for(p_subject, p_account) or may_act_for(p_subject, v_contract.client_id)) then
        return query select 'NOT_FOUND', null::integer;
        return;
    end if;
    if not may_act_for(p_subject, v_contract.client_id) or (select a.status from account a where a.id = v_contract.client_id) <> 'ACTIVE' then
        return query select 'FORBIDDEN', null::integer;
        return;
    end if;
    if v_contract.ended_at is not null then
        return query select 'ENDED', null::integer;
        return;
    end if;
    select j.title into strict v_title from job j where j.id = v_contract.job_id;

    if p_action = 'HOURS' then
        if not v_contract.hourly then
            return query select 'NOT_HOURLY', null::integer;
            return;
        end if;
        select * into v_hours from authorized_hours h where h.account_id = p_account and h.contract_number = p_number order by h.number desc limit 1;
        if p_hours <= v_hours.hours then
            return query select 'NOT_MORE', v_hours.hours;
            return;
        end if;
        insert into authorized_hours (account_id, contract_number, number, hours, since) values (p_account, p_number, coalesce(v_hours.number, 0) + 1, p_hours, p_now);
        perform notify_accounts(array[row(p_account, 'GENERAL', p_hours || ' hours a week are authorized', 'The client of "' || v_title || '" raised the hours of this week.', null, null, null)::notice], p_now);
    elsif p_action = 'EXTEND' then
        if p_ends_at <= greatest(p_now, coalesce(v_contract.ends_at, p_now)) then
            return query select 'NOT_LATER', null::integer;
            return;
        end if;
        update contract c set ends_at = p_ends_at where c.account_id = p_account and c.number = p_number;
    else
        update contract c set ended_at = p_now where c.account_id = p_account and c.number = p_number;
        perform notify_accounts(array[row(p_account, 'GENERAL', 'A contract has ended', 'The client of "' || v_title || '" ended the contract.', 'ended:' || p_number, null, null)::notice], p_now);
    end if;
    return query select 'DONE', null::integer;
end $$;

-- Cash that a talent earned; a debt from an earlier refund is paid from it at once. The fee, where there is one, stays with the platform.
create function marketplace.earn(p_account bigint, p_cents bigint, p_fee_cents bigint, p_reference text, p_description text, p_job bigint, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_wallet wallet;
    v_transaction bigint;
    v_debt bigint;
begin
    if p_fee_cents >= p_cents then
        raise exception 'a fee of % leaves nothing of %', p_fee_cents, p_cents using errcode = 'check_violation';
    end if;
    select * into strict v_wallet from wallet where account_id = p_account and asset = 'USD' for update;
    v_transaction := nextval('transaction_number');
    with moved as (
        update wallet set paid = paid + p_cents - p_fee_cents, last_seq = last_seq + 1 where account_id = p_account and asset = 'USD'
    ), written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, job_id, cash, cash_after, effective_at)
        values (p_account, v_transaction, 'EARNING', p_reference, p_description, p_job, p_cents - p_fee_cents, v_wallet.paid + p_cents - p_fee_cents, p_now)
    )
    insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
    select p_account, v_transaction, e.number, 'USD', e.chain, e.system_account, e.amount, e.seq, e.before, e.after
    from (values (1, 0::bigint, null::text, p_cents - p_fee_cents, v_wallet.last_seq + 1, v_wallet.paid, v_wallet.paid + p_cents - p_fee_cents),
                 (2, null, 'CARD_CLEARING', -p_cents, null, null, null),
                 (3, null, 'JOB_REVENUE', p_fee_cents, null, null, null)) e (number, chain, system_account, amount, seq, before, after)
    where e.amount <> 0;

    select least(d.cents, p_cents - p_fee_cents) into v_debt from cash_debt d where d.account_id = p_account for update;
    if v_debt > 0 then
        perform post_cash(p_account, 'REVERSAL', -v_debt, 'CARD_CLEARING', p_reference, 'What an earlier refund had left open', p_job, p_now);
        update cash_debt set cents = cents - v_debt where account_id = p_account;
    end if;
end $$;

-- A payment that the gateway has taken. The key was claimed before it was asked.
create function marketplace.record_payment(
    p_account bigint, p_contract bigint, p_cents bigint, p_fee_cents bigint, p_charge_reference text, p_key text, p_now timestamptz)
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_contract contract;
    v_title text;
    v_payment bigint;
begin
    select * into strict v_contract from contract where account_id = p_account and number = p_contract for update;
    perform 1 from wallet w where w.account_id = p_account and w.asset = 'USD' for update;
    select p.number into v_payment from payment p where p.charge_reference = p_charge_reference;
    if found then
        return v_payment;
    end if;
    select j.title into strict v_title from job j where j.id = v_contract.job_id;
    v_payment := nextval('payment_number');
    insert into payment (account_id, number, contract_number, client_id, amount_cents, charge_reference, paid_at)
    values (p_account, v_payment, p_contract, v_contract.client_id, p_cents, p_charge_reference, p_now);
    perform earn(p_account, p_cents, p_fee_cents, 'payment:' || v_payment, v_title, v_contract.job_id, p_now);
    insert into idempotency (account_id, operation, key, input_hash, result) values (v_contract.client_id, 'payContract', p_key, '', v_payment)
    on conflict (account_id, operation, key) do update set result = excluded.result;
    return v_payment;
end $$;

-- A refund or chargeback takes the talent's cash down to zero; the rest is taken out of later earnings.
create function marketplace.refund_payment(p_account bigint, p_number bigint, p_cents bigint, p_actor text, p_reason text, p_key text, p_hash bytea, p_now timestamptz)
returns table (outcome text, left_cents bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_payment payment;
    v_known idempotency;
    v_cash bigint;
    v_cents bigint;
    v_taken bigint;
    v_job bigint;
begin
    select w.paid into v_cash from wallet w where w.account_id = p_account and w.asset = 'USD' for update;
    select * into v_payment from payment p where p.account_id = p_account and p.number = p_number for update;
    if not found then
        return query select 'NOT_FOUND', null::bigint;
        return;
    end if;
    select * into v_known from idempotency i where i.account_id = p_account and i.operation = 'refundPayment' and i.key = p_key;
    if found then
        return query select case when v_known.input_hash = p_hash then 'REPEATED' else 'IDEMPOTENCY_CONFLICT' end, null::bigint;
        return;
    end if;
    if v_payment.refunded_cents = v_payment.amount_cents then
        return query select 'REFUNDED_ALREADY', 0::bigint;
        return;
    end if;
    v_cents := coalesce(p_cents, v_payment.amount_cents - v_payment.refunded_cents);
    if v_cents > v_payment.amount_cents - v_payment.refunded_cents then
        return query select 'TOO_MUCH', v_payment.amount_cents - v_payment.refunded_cents;
        return;
    end if;
    update payment p set refunded_cents = p.refunded_cents + v_cents where p.account_id = p_account and p.number = p_number;
    select c.job_id into strict v_job from contract c where c.account_id = p_account and c.number = v_payment.contract_number;
    v_taken := least(v_cash, v_cents);
    if v_taken > 0 then
        perform post_cash(p_account, 'REVERSAL', -v_taken, 'CARD_CLEARING', 'payment:' || p_number, 'Refund: ' || p_reason, v_job, p_now);
    end if;
    if v_taken < v_cents then
        insert into cash_debt (account_id, cents) values (p_account, v_cents - v_taken) on conflict (account_id) do update set cents = cash_debt.cents + excluded.cents;
    end if;
    insert into idempotency (account_id, operation, key, input_hash, result) values (p_account, 'refundPayment', p_key, p_hash, p_number);
    insert into experiments.audit_entry (at, actor, action, subject, after, reason)
    values (p_now, p_actor, 'refundPayment', 'payment:' || p_account || '-' || p_number, jsonb_build_object('cents', v_cents), p_reason);
    return query select 'REFUNDED', v_cents;
end $$;

grant execute on function marketplace.change_proposal, marketplace.hire, marketplace.change_contract, marketplace.record_payment, marketplace.refund_payment to marketplace_app;
