-- Closing a job on which nobody was ever hired gives every proposal back what it has not got back yet.
-- Lock order: the job, the wallets in account order, their lots. One statement writes every refund of the job.

create function marketplace.refund_job(p_job bigint, p_now timestamptz, p_grace_ends timestamptz)
returns integer
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_title text;
    v_proposals integer;
begin
    select title into strict v_title from job where id = p_job;
    perform 1 from wallet w
    where w.asset = 'CONNECTS' and w.account_id in (select account_id from proposal where job_id = p_job and status <> 'WITHDRAWN' and connects_returned < connects_spent)
    order by w.account_id for update;

    with due as materialized (
        select p.account_id, p.number as proposal_number, s.transaction_number as spend, s.lot_number, l.kind, l.remaining, l.last_seq,
               l.cost_cents * (s.spent - s.returned) / l.amount as cost_cents,
               s.spent - s.returned as connects,
               case
                   -- The caller's now may be from before it waited for its locks: a lot that was expired meanwhile stays expired.
                   when l.expires_at > p_now and not exists (
                       select 1 from ledger_transaction e where e.account_id = l.account_id and e.lot_number = l.number and e.kind = 'EXPIRY') then 'LOT'
                   -- EXP-04, RFD-13: a lot that has ended returns as a grace lot; what returns to a grace lot that has ended is expired at once.
                   when l.origin = 'REFUND' then 'EXPIRED'
                   else 'GRACE'
               end as into_what
        from proposal p
        join slice s on s.account_id = p.account_id and s.proposal_number = p.number
        join lot l on l.account_id = s.account_id and l.number = s.lot_number
        where p.job_id = p_job and p.status <> 'WITHDRAWN' and s.returned < s.spent
    ), placed as materialized (
        select due.*, case when into_what = 'GRACE' then nextval('lot_number') end as grace_lot,
               row_number() over (partition by account_id order by lot_number) as place
        from due
    ), refunds as materialized (
        select r.*, nextval('transaction_number') as number, w.paid + w.free + r.kept as connects_after, t.treatments
        from (select account_id, proposal_number, min(spend) as spend, sum(connects)::integer as connects, max(place) as places,
                     coalesce(sum(connects) filter (where into_what <> 'EXPIRED'), 0)::integer as kept,
                     coalesce(sum(connects) filter (where into_what <> 'EXPIRED' and kind = 'PAID'), 0)::integer as kept_paid
              from placed group by account_id, proposal_number) r
        join wallet w on w.account_id = r.account_id and w.asset = 'CONNECTS'
        join ledger_transaction t on t.account_id = r.account_id and t.number = r.spend
    ), returned_to_lots as (
        update lot set remaining = lot.remaining + p.connects, last_seq = lot.last_seq + 1
        from placed p where lot.account_id = p.account_id and lot.number = p.lot_number and p.into_what = 'LOT'
    ), grace_lots as (
        insert into lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, cost_cents, period_key)
        select account_id, grace_lot, kind, 'REFUND', connects, connects, p_now, p_grace_ends, cost_cents, 'slice:' || spend || ':' || lot_number
        from placed where into_what = 'GRACE'
    ), slices as (
        update slice set returned = slice.spent
        from placed p where slice.account_id = p.account_id and slice.transaction_number = p.spend and slice.lot_number = p.lot_number
    ), proposals as (
        update proposal set connects_returned = connects_spent
        from refunds r where proposal.account_id = r.account_id and proposal.number = r.proposal_number
    ), raised as (
        update wallet set paid = wallet.paid + r.kept_paid, free = wallet.free + r.kept - r.kept_paid
        from refunds r where wallet.account_id = r.account_id and wallet.asset = 'CONNECTS' and r.kept > 0
    ), written as (
        -- Refunds carry the arm of what they refund.
        insert into ledger_transaction (account_id, number, kind, reference, description, job_id, proposal_number, connects, connects_after, treatments, effective_at)
        select account_id, number, 'REFUND', 'job:' || p_job, v_title, p_job, proposal_number, kept, connects_after, treatments, p_now from refunds
    ), entries as (
        insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
        select r.account_id, r.number, p.place, 'CONNECTS',
               case p.into_what when 'LOT' then p.lot_number when 'GRACE' then p.grace_lot end,
               case p.into_what when 'EXPIRED' then 'EXPIRED' end,
               p.connects,
               case p.into_what when 'LOT' then p.last_seq + 1 when 'GRACE' then 1 end,
               case p.into_what when 'LOT' then p.remaining when 'GRACE' then 0 end,
               case p.into_what when 'LOT' then p.remaining + p.connects when 'GRACE' then p.connects end
        from refunds r join placed p on p.account_id = r.account_id
        union all
        select account_id, number, places + 1, 'CONNECTS', null, 'SPENT', -connects, null, null, null from refunds
    )
    select count(*) into v_proposals from refunds;
    return v_proposals;
end $$;

create function marketplace.close_job(p_subject text, p_job bigint, p_now timestamptz, p_grace_ends timestamptz)
returns table (outcome text, status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_job job;
begin
    select * into v_job from job where id = p_job for update;
    if not found then
        return query select 'NOT_FOUND', null::text;
        return;
    end if;
    if not may_act_for(p_subject, v_job.client_id) then
        return query select 'FORBIDDEN', null::text;
        return;
    end if;
    if (select a.status from account a where a.id = v_job.client_id) <> 'ACTIVE' then
        return query select 'NOT_ACTIVE', null::text;
        return;
    end if;
    if v_job.status <> 'OPEN' then
        return query select 'JOB_NOT_OPEN', v_job.status;
        return;
    end if;
    -- RFD-01, RFD-04: Connects return only where nobody was ever hired.
    if not exists (select 1 from proposal p where p.job_id = p_job and p.status = 'HIRED') then
        perform refund_job(p_job, p_now, p_grace_ends);
    end if;
    update job set status = 'CLOSED', closed_at = p_now where id = p_job;
    return query select 'CLOSED', 'CLOSED';
end $$;

grant execute on function marketplace.close_job to marketplace_app;
