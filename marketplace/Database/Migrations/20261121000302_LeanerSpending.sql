-- The spend without what it did not need: expiry's statement where nothing has ended, a function planned anew at each call, plans made anew for each spend.

-- The signed-in person acts for an account: it is the person's own, or an agency one of the person's freelancers belongs to.
-- In PL/pgSQL, which keeps its plan.
create or replace function marketplace.may_act_for(p_subject text, p_account bigint) returns boolean
language plpgsql stable set search_path = marketplace, pg_temp as $$
begin
    return exists (select 1 from account where id = p_account and subject = p_subject)
        or exists (select 1
                   from agency_member m
                   join account f on f.id = m.freelancer_id
                   where m.agency_id = p_account and f.subject = p_subject and f.status = 'ACTIVE');
end $$;

create or replace function marketplace.submit_proposal(
    p_subject text, p_talent bigint, p_job bigint, p_cover_letter text, p_bid_cents bigint,
    p_quoted integer, p_quote_ends timestamptz, p_key text, p_hash bytea, p_now timestamptz)
returns marketplace.proposal_submission
language plpgsql security definer set search_path = marketplace, pg_temp
set plan_cache_mode = force_generic_plan -- One plan serves every wallet; a plan for the numbers at hand costs more to make than it saves.
set enable_bitmapscan = off -- A wallet has a few open lots: a bitmap of them costs more than it saves.
as $$
declare
    r proposal_submission;
    v_job job;
    v_known idempotency;
    v_price integer;
    v_invited boolean;
    v_number bigint;
    v_transaction bigint;
    v_treatments jsonb := '[]';
begin
    select a.status into r.status from account a where a.id = p_talent and a.kind <> 'CLIENT';
    if not found then
        r.outcome := 'TALENT_NOT_FOUND';
        return r;
    end if;
    if not may_act_for(p_subject, p_talent) then
        r.outcome := 'FORBIDDEN';
        return r;
    end if;

    select * into v_job from job where id = p_job for share;
    if not found then
        r.outcome := 'JOB_NOT_FOUND';
        return r;
    end if;
    select w.paid, w.free into r.paid, r.free from wallet w where w.account_id = p_talent and w.asset = 'CONNECTS' for update;

    -- The wallet's lock serializes the account's keys.
    select * into v_known from idempotency i where i.account_id = p_talent and i.operation = 'submitProposal' and i.key = p_key;
    if found then
        r.outcome := case when v_known.input_hash = p_hash then 'REPEATED' else 'IDEMPOTENCY_CONFLICT' end;
        r.proposal_number := v_known.result;
        return r;
    end if;

    select a.status into r.status from account a where a.id = p_talent;
    if r.status <> 'ACTIVE' then
        r.outcome := 'ACCOUNT_NOT_ACTIVE';
        return r;
    end if;
    if v_job.status <> 'OPEN' then
        r.outcome := 'JOB_NOT_OPEN';
        r.status := v_job.status;
        return r;
    end if;
    select p.number into r.proposal_number from proposal p where p.account_id = p_talent and p.job_id = p_job;
    if found then
        r.outcome := 'ALREADY_PROPOSED';
        return r;
    end if;
    if p_quote_ends <= p_now then
        r.outcome := 'QUOTE_EXPIRED';
        return r;
    end if;

    -- INV-01: a proposal that answers a client's invitation is free. The lower of the quote and today's price otherwise.
    v_invited := exists (select 1 from invitation i where i.job_id = p_job and i.talent_id = p_talent);
    v_price := case when v_invited then 0 else least(v_job.connects, coalesce(p_quoted, v_job.connects)) end;

    -- A spend never takes a lot that has ended, swept or not.
    if exists (select 1 from lot l where l.account_id = p_talent and l.remaining > 0 and l.expires_at <= p_now) then
        perform expire_due_lots(array[p_talent], p_now);
        select w.paid, w.free into r.paid, r.free from wallet w where w.account_id = p_talent and w.asset = 'CONNECTS';
    end if;
    r.invited := v_invited;
    r.price := v_price;
    r.available := r.paid + r.free;
    if r.available < v_price then
        r.outcome := 'INSUFFICIENT_CONNECTS';
        return r;
    end if;

    if v_job.treatment_experiment is not null then
        v_treatments := jsonb_build_array(jsonb_build_object('experimentKey', v_job.treatment_experiment, 'variant', v_job.treatment_variant));
        perform experiments.expose(v_job.treatment_experiment, v_job.treatment_unit, v_job.treatment_variant, p_now);
    end if;

    v_number := nextval('proposal_number');
    insert into proposal (account_id, number, job_id, cover_letter, bid_cents, invited, connects_spent, submitted_at)
    values (p_talent, v_number, p_job, p_cover_letter, p_bid_cents, v_invited, v_price, p_now);
    insert into idempotency (account_id, operation, key, input_hash, result) values (p_talent, 'submitProposal', p_key, p_hash, v_number);

    if v_price > 0 then
        v_transaction := nextval('transaction_number');
        -- SPD-01, SPD-02: paid lots before free ones; within each the soonest to end first, then the oldest.
        with ordered as (
            select l.number, l.kind, l.remaining, l.last_seq,
                   sum(l.remaining) over (order by l.kind desc, l.expires_at, l.issued_at, l.number) - l.remaining as before
            from lot l where l.account_id = p_talent and l.remaining > 0
        ), taken as materialized (
            select o.number, o.kind, o.remaining, o.last_seq, least(o.remaining, v_price - o.before)::integer as connects,
                   row_number() over (order by o.before) as place
            from ordered o where o.before < v_price
        ), moved as (
            update lot set remaining = lot.remaining - t.connects, last_seq = lot.last_seq + 1
            from taken t where lot.account_id = p_talent and lot.number = t.number
        ), lowered as (
            update wallet set paid = wallet.paid - t.from_paid, free = wallet.free - t.from_free
            from (select coalesce(sum(connects) filter (where kind = 'PAID'), 0) as from_paid,
                         coalesce(sum(connects) filter (where kind = 'FREE'), 0) as from_free from taken) t
            where wallet.account_id = p_talent and wallet.asset = 'CONNECTS'
            returning wallet.paid, wallet.free
        ), written as (
            insert into ledger_transaction (account_id, number, kind, reference, description, job_id, proposal_number, connects, connects_after, treatments, effective_at)
            values (p_talent, v_transaction, 'SPEND', 'proposal:' || v_number, v_job.title, p_job, v_number, -v_price, r.available - v_price, v_treatments, p_now)
        ), entries as (
            insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
            select p_talent, v_transaction, t.place, 'CONNECTS', t.number, null, -t.connects, t.last_seq + 1, t.remaining, t.remaining - t.connects from taken t
            union all
            select p_talent, v_transaction, (select count(*) from taken) + 1, 'CONNECTS', null, 'SPENT', v_price, null, null, null
        ), slices as (
            insert into slice (account_id, transaction_number, lot_number, proposal_number, spent)
            select p_talent, v_transaction, t.number, v_number, t.connects from taken t
        )
        select l.paid, l.free into r.paid, r.free from lowered l;
    end if;
    r.outcome := 'SUBMITTED';
    r.proposal_number := v_number;
    return r;
end $$;

-- The sweep as well, for the guards that look at its rows: they would be planned for each row's numbers.
alter function marketplace.expire_due_lots(bigint[], timestamptz) set plan_cache_mode = force_generic_plan;
