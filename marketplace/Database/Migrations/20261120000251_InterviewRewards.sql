-- What a won interview brings. The reply makes the record and freezes its arm; the daily run credits it: what was spent returns, and in the arm
-- `split` an award tops it up. In the arm `randomized` a draw decides, and feedback claims what was drawn.
-- Lock order: the job, the accounts, the wallets, their lots and proposals, the reward.

create table marketplace.interview_reward (
    account_id           bigint      not null,
    proposal_number      bigint      not null,
    state                text        not null check (state in ('PENDING', 'GRANTED', 'AWAITING_FEEDBACK', 'LAPSED', 'CAPPED', 'NOT_ELIGIBLE')),
    won_at               timestamptz not null,
    randomized           boolean     not null,
    treatment_experiment text,
    treatment_variant    text,
    refunded             integer     not null default 0 check (refunded >= 0),
    awarded              integer     not null default 0 check (awarded >= 0),
    credited_at          timestamptz,
    claim_ends_at        timestamptz,
    primary key (account_id, proposal_number),
    foreign key (account_id, proposal_number) references marketplace.interview (account_id, proposal_number),
    check ((treatment_experiment is null) = (treatment_variant is null)),
    check (credited_at is not null or (state = 'PENDING' and refunded = 0 and awarded = 0)),
    check (claim_ends_at is null or randomized),
    check (state <> 'AWAITING_FEEDBACK' or (claim_ends_at is not null and awarded = 0))
);
create index interview_reward_uncredited on marketplace.interview_reward (account_id, won_at, proposal_number) where credited_at is null;
create index interview_reward_undrawn on marketplace.interview_reward (account_id, won_at, proposal_number) where randomized and state = 'PENDING' and credited_at is not null;
create index interview_reward_credited on marketplace.interview_reward (account_id, credited_at);
create index interview_reward_to_claim on marketplace.interview_reward (claim_ends_at) where state = 'AWAITING_FEEDBACK';

grant select on marketplace.interview_reward to marketplace_app;

-- Interviews that were won before this table was there; none of them was in an experiment.
insert into marketplace.interview_reward (account_id, proposal_number, state, won_at, randomized, credited_at)
select i.account_id, i.proposal_number, case when p.invited then 'NOT_ELIGIBLE' else 'PENDING' end, i.replied_at, false, case when p.invited then i.replied_at end
from marketplace.interview i join marketplace.proposal p on p.account_id = i.account_id and p.number = i.proposal_number
where i.replied_at is not null;

alter function marketplace.change_proposal rename to write_proposal_change;

-- RWD-02: the reply wins the interview. INV-07: not for who was invited.
create function marketplace.reply_to_interview(
    p_subject text, p_account bigint, p_number bigint, p_message text, p_randomized boolean, p_experiment text, p_unit text, p_variant text, p_now timestamptz)
returns table (outcome text, status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_outcome text;
    v_status text;
    v_invited boolean;
begin
    select c.outcome, c.status into v_outcome, v_status from write_proposal_change(p_subject, p_account, p_number, 'REPLY', p_message, p_now) c;
    if v_outcome = 'DONE' then
        select p.invited into strict v_invited from proposal p where p.account_id = p_account and p.number = p_number;
        if v_invited then
            insert into interview_reward (account_id, proposal_number, state, won_at, randomized, credited_at)
            values (p_account, p_number, 'NOT_ELIGIBLE', p_now, false, p_now);
        else
            insert into interview_reward (account_id, proposal_number, state, won_at, randomized, treatment_experiment, treatment_variant)
            values (p_account, p_number, 'PENDING', p_now, p_randomized, p_experiment, p_variant);
            if p_experiment is not null then
                perform experiments.expose(p_experiment, p_unit, p_variant, p_now);
            end if;
        end if;
    end if;
    return query select v_outcome, v_status;
end $$;

-- A reply from a node of the version before still makes its reward, in the arm that everybody had then.
create function marketplace.change_proposal(p_subject text, p_account bigint, p_number bigint, p_action text, p_message text, p_now timestamptz)
returns table (outcome text, status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    if p_action = 'REPLY' then
        return query select r.outcome, r.status from reply_to_interview(p_subject, p_account, p_number, p_message, false, null, null, null, p_now) r;
    else
        return query select c.outcome, c.status from write_proposal_change(p_subject, p_account, p_number, p_action, p_message, p_now) c;
    end if;
end $$;

-- What one interview gets, after the cap.
create type marketplace.interview_credit as (
    account_id bigint, proposal_number bigint, job_id bigint, title text, randomized boolean, wanted integer, refund integer, award integer, arm jsonb);

-- Returns Connects of one proposal for each of several accounts into the lots they came from, as a closing does; the wallets are locked by the caller.
create function marketplace.return_connects_of_interviews(p_credits marketplace.interview_credit[], p_now timestamptz, p_grace_ends timestamptz)
returns void
language sql security definer set search_path = marketplace, pg_temp as $$
    with due as materialized (
        select o.account_id, o.proposal_number, o.spend, o.lot_number, o.kind, o.remaining, o.last_seq, o.into_what,
               least(o.outstanding, o.refund - o.before)::integer as connects, o.lot_cost * least(o.outstanding, o.refund - o.before) / o.amount as cost_cents
        from (select c.account_id, c.proposal_number, c.refund, s.transaction_number as spend, s.lot_number, l.kind, l.remaining, l.last_seq, l.amount, l.cost_cents as lot_cost,
                     s.spent - s.returned as outstanding,
                     -- A part returns in the order of spending: what was paid for first.
                     sum(s.spent - s.returned) over (partition by c.account_id order by l.kind desc, l.expires_at, l.issued_at, l.number) - (s.spent - s.returned) as before,
                     case
                         when l.expires_at > p_now and not exists (
                             select 1 from ledger_transaction e where e.account_id = l.account_id and e.lot_number = l.number and e.kind = 'EXPIRY') then 'LOT'
                         -- EXP-04, RFD-13: as for a closing.
                         when l.origin = 'REFUND' then 'EXPIRED'
                         else 'GRACE'
                     end as into_what
              from unnest(p_credits) c
              join slice s on s.account_id = c.account_id and s.proposal_number = c.proposal_number
              join lot l on l.account_id = s.account_id and l.number = s.lot_number
              where c.refund > 0 and s.returned < s.spent) o
        where o.before < o.refund
    ), placed as materialized (
        select due.*, case when into_what = 'GRACE' then nextval('lot_number') end as grace_lot,
               row_number() over (partition by account_id order by lot_number) as place
        from due
    ), refunds as materialized (
        select r.*, c.job_id, c.title, nextval('transaction_number') as number, w.paid + w.free + r.kept as connects_after, t.treatments || c.arm as treatments
        from (select account_id, proposal_number, min(spend) as spend, sum(connects)::integer as connects, max(place) as places,
                     coalesce(sum(connects) filter (where into_what <> 'EXPIRED'), 0)::integer as kept,
                     coalesce(sum(connects) filter (where into_what <> 'EXPIRED' and kind = 'PAID'), 0)::integer as kept_paid
              from placed group by account_id, proposal_number) r
        join unnest(p_credits) c on c.account_id = r.account_id and c.proposal_number = r.proposal_number
        join wallet w on w.account_id = r.account_id and w.asset = 'CONNECTS'
        join ledger_transaction t on t.account_id = r.account_id and t.number = r.spend
    ), returned_to_lots as (
        update lot set remaining = lot.remaining + p.connects, last_seq = lot.last_seq + 1
        from placed p where lot.account_id = p.account_id and lot.number = p.lot_number and p.into_what = 'LOT'
    ), grace_lots as (
        -- A closing may return the rest of the same slice later: its grace lot is another.
        insert into lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, cost_cents, period_key)
        select account_id, grace_lot, kind, 'REFUND', connects, connects, p_now, p_grace_ends, cost_cents, 'interview:' || spend || ':' || lot_number
        from placed where into_what = 'GRACE'
    ), slices as (
        update slice set returned = slice.returned + p.connects
        from placed p where slice.account_id = p.account_id and slice.transaction_number = p.spend and slice.lot_number = p.lot_number
    ), proposals as (
        update proposal set connects_returned = proposal.connects_returned + r.connects
        from refunds r where proposal.account_id = r.account_id and proposal.number = r.proposal_number
    ), raised as (
        update wallet set paid = wallet.paid + r.kept_paid, free = wallet.free + r.kept - r.kept_paid
        from refunds r where wallet.account_id = r.account_id and wallet.asset = 'CONNECTS' and r.kept > 0
    ), written as (
        -- HIS-03: the line carries the job's title. The treatments are those of the spend it refunds, and the interview's own.
        insert into ledger_transaction (account_id, number, kind, reference, description, job_id, proposal_number, connects, connects_after, treatments, effective_at)
        select account_id, number, 'INTERVIEW_REFUND', 'interview:' || proposal_number, title, job_id, proposal_number, kept, connects_after, treatments, p_now from refunds
    )
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
$$;

-- One chunk of the daily run: the next accounts after p_after that have a won interview to be credited, the oldest interview of each.
-- Wallets that somebody holds are left for the next round. `last` is null when no account comes after p_after.
create function marketplace.process_interview_credits(
    p_after bigint, p_accounts integer, p_total integer, p_cap integer, p_window_from timestamptz, p_now timestamptz, p_expires_at timestamptz, p_grace_ends timestamptz,
    out last bigint, out credited integer, out accounts bigint[])
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_due bigint[];
    v_over bigint[];
    v_open bigint[];
    v_credits interview_credit[];
begin
    select array_agg(d.account_id), max(d.account_id) into v_due, last from (
        select r.account_id from interview_reward r where r.credited_at is null and r.won_at <= p_now and r.account_id > p_after
        group by r.account_id order by r.account_id limit p_accounts) d;
    -- A suspended talent's interviews wait; one that is closed or banned gets nothing any more.
    select coalesce(array_agg(a.id) filter (where a.status in ('CLOSED', 'BANNED')), '{}'), coalesce(array_agg(a.id) filter (where a.status = 'ACTIVE'), '{}')
    into v_over, v_open
    from (select a.id, a.status from account a where a.id = any (v_due) order by a.id for share skip locked) a;
    with dropped as (
        update interview_reward r set state = 'NOT_ELIGIBLE', credited_at = p_now where r.account_id = any (v_over) and r.credited_at is null returning 1
    )
    select count(*) into credited from dropped;

    -- RWD-04: the wallet's lock serializes the cap.
    select coalesce(array_agg(w.account_id), '{}') into accounts from (
        select w.account_id from wallet w where w.asset = 'CONNECTS' and w.account_id = any (v_open) order by w.account_id for update skip locked) w;

    -- RWD-08, RWD-10: what is not returned yet comes back, an award makes it up to the total. What exceeds the cap is cut, the award first.
    with due as (
        select distinct on (r.account_id) r.* from interview_reward r
        where r.account_id = any (accounts) and r.credited_at is null and r.won_at <= p_now
        order by r.account_id, r.won_at, r.proposal_number
    ), wanted as (
        select d.account_id, d.proposal_number, p.job_id, j.title, d.randomized, p.connects_spent - p.connects_returned as refund,
               case when d.randomized then 0 else greatest(0, p_total - p.connects_spent) end as award,
               -- RND-08: what is drawn does not count.
               greatest(0, p_cap - coalesce((
                   select sum(c.refunded + case when c.randomized then 0 else c.awarded end) from interview_reward c
                   where c.account_id = d.account_id and c.credited_at > p_window_from), 0))::integer as room,
               case when d.treatment_experiment is null then '[]' else
                   jsonb_build_array(jsonb_build_object('experimentKey', d.treatment_experiment, 'variant', d.treatment_variant)) end as arm
        from due d
        join proposal p on p.account_id = d.account_id and p.number = d.proposal_number
        join job j on j.id = p.job_id
    )
    select array_agg(row(w.account_id, w.proposal_number, w.job_id, w.title, w.randomized, w.refund + w.award,
                         least(w.refund, w.room), least(w.award, greatest(0, w.room - w.refund)), w.arm)::interview_credit)
    into v_credits from wanted w;
    accounts := coalesce((select array_agg(c.account_id) from unnest(v_credits) c where c.refund + c.award > 0), '{}');
    if v_credits is null then
        return;
    end if;

    perform return_connects_of_interviews(v_credits, p_now, p_grace_ends);
    -- RWD-12: the award is a new free lot.
    perform grant_connects((
        select coalesce(array_agg(row(c.account_id, 'INTERVIEW_AWARD', 'FREE', c.award, 0, 'interview:' || c.proposal_number, 'INTERVIEW_AWARD', 'interview:' || c.proposal_number,
                                      'Awarded Connects for responding to the job interview', c.job_id, c.proposal_number, c.arm, p_now, p_expires_at)::connects_grant), '{}')
        from unnest(v_credits) c where c.award > 0));
    update interview_reward r
    set credited_at = p_now, refunded = c.refund, awarded = c.award,
        state = case when c.randomized then 'PENDING' when c.refund + c.award > 0 or c.wanted = 0 then 'GRANTED' else 'CAPPED' end
    from unnest(v_credits) c where r.account_id = c.account_id and r.proposal_number = c.proposal_number;
    -- RWD-06: the bell and an email.
    perform notify_accounts((
        select coalesce(array_agg(row(c.account_id, case when c.award > 0 then 'CONNECTS_AWARDED' else 'CONNECTS_REFUNDED' end, c.refund + c.award || ' Connects for an interview',
            'You replied to the interview about "' || c.title || '": ' || c.refund || ' Connects returned' || case when c.award > 0 then ' and ' || c.award || ' awarded' else '' end || '.',
            'interview:' || c.proposal_number, 'connects-awarded', jsonb_build_object('connects', c.refund + c.award, 'job', c.title))::notice), '{}')
        from unnest(v_credits) c where c.refund + c.award > 0), p_now);
    credited := credited + cardinality(v_credits);
end $$;

-- Refunds of every kind count; interviews and what they bring are facts of their own.
create or replace view marketplace.fact_connects_refunded as
    select p.account_id, p.job_id, j.category, t.effective_at as at, t.connects as value
    from marketplace.ledger_transaction t
    join marketplace.proposal p on p.account_id = t.account_id and p.number = t.proposal_number
    join marketplace.job j on j.id = p.job_id
    where t.kind in ('REFUND', 'INTERVIEW_REFUND');

create view marketplace.fact_interviews_won as
    select r.account_id, p.job_id, j.category, r.won_at as at, 1::bigint as value
    from marketplace.interview_reward r
    join marketplace.proposal p on p.account_id = r.account_id and p.number = r.proposal_number
    join marketplace.job j on j.id = p.job_id;

create view marketplace.fact_rewards_paid as
    select p.account_id, p.job_id, j.category, t.effective_at as at, t.connects as value
    from marketplace.ledger_transaction t
    join marketplace.proposal p on p.account_id = t.account_id and p.number = t.proposal_number
    join marketplace.job j on j.id = p.job_id
    where t.kind in ('INTERVIEW_AWARD', 'REWARD');

grant select on marketplace.fact_interviews_won, marketplace.fact_rewards_paid to marketplace_app;
grant execute on function marketplace.reply_to_interview, marketplace.change_proposal, marketplace.process_interview_credits to marketplace_app;
revoke execute on function marketplace.write_proposal_change from marketplace_app;
