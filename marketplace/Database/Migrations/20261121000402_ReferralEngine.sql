-- From facts to rewards. Lock order: accounts, wallets, then the referral; what records a fact holds its own accounts already and comes last.
-- Every transition writes its event, its entries and its notice in one transaction.

create function marketplace.note_referral(p_account bigint, p_number bigint, p_event text, p_milestone text, p_reason text, p_now timestamptz)
returns void
language sql security definer set search_path = marketplace, pg_temp as $$
    insert into referral_event (account_id, referral_number, at, event, milestone, reason) values (p_account, p_number, p_now, p_event, p_milestone, p_reason)
$$;

-- Whether an expression holds over the facts up to an instant, net of what was taken back:
-- {"allOf": [..]}, {"anyOf": [..]}, {"fact": {"kind": "HIRED", "category": ".."}}, {"payment": {"single": true, "atLeastCents": 1000}},
-- {"earning": {"atLeastCents": 1}}, {"turnover": {"atLeastCents": 100000}}.
create function marketplace.referral_holds(p_account bigint, p_number bigint, p_when jsonb, p_until timestamptz)
returns boolean
language plpgsql stable set search_path = marketplace, pg_temp as $$
declare
    v_word text;
    v_with jsonb;
begin
    select key, value into strict v_word, v_with from jsonb_each(p_when);
    case v_word
        when 'allOf' then
            return not exists (select 1 from jsonb_array_elements(v_with) e where not referral_holds(p_account, p_number, e, p_until));
        when 'anyOf' then
            return exists (select 1 from jsonb_array_elements(v_with) e where referral_holds(p_account, p_number, e, p_until));
        when 'fact' then
            return exists (
                select 1 from referral_fact f
                where f.account_id = p_account and f.referral_number = p_number and f.kind = v_with ->> 'kind' and not f.reversed and f.at <= p_until
                    and (v_with ->> 'category' is null or f.category = v_with ->> 'category'));
        when 'payment', 'earning' then
            return (select case when (v_with ->> 'single')::boolean is not false then max(f.cents - f.reversed_cents) else sum(f.cents - f.reversed_cents) end >= (v_with ->> 'atLeastCents')::bigint
                    from referral_fact f
                    where f.account_id = p_account and f.referral_number = p_number and f.kind = upper(v_word) and f.at <= p_until) is true;
        when 'turnover' then
            -- REF-28: what contracts moved; Connects that were bought are no turnover.
            return (select sum(f.cents - f.reversed_cents) >= (v_with ->> 'atLeastCents')::bigint
                    from referral_fact f
                    where f.account_id = p_account and f.referral_number = p_number and f.kind in ('PAYMENT', 'EARNING') and f.source like 'payment:%' and f.at <= p_until) is true;
        else
            raise exception 'referral terms know no "%"', v_word using errcode = 'invalid_parameter_value';
    end case;
end $$;

-- What a milestone brings one side: the tier that this success reaches, or a share of the fact's amount.
create function marketplace.referral_amount(p_milestone jsonb, p_side text, p_asset text, p_success bigint, p_net_cents bigint)
returns bigint
language sql immutable set search_path = marketplace, pg_temp as $$
    select case
        when p_asset = 'CONNECTS' then (t -> lower(p_side) ->> 'connects')::bigint
        when t -> lower(p_side) ->> 'percent' is not null then floor(p_net_cents * (t -> lower(p_side) ->> 'percent')::numeric / 100)::bigint
        else (t -> lower(p_side) ->> 'cashCents')::bigint end
    from jsonb_array_elements(p_milestone -> 'tiers') t
    where (t ->> 'from')::bigint <= p_success
    order by (t ->> 'from')::bigint desc limit 1
$$;

-- The share of the fact's amount that this success brings; null where the amount is fixed.
create function marketplace.referral_percent(p_milestone jsonb, p_side text, p_success bigint)
returns numeric
language sql immutable set search_path = marketplace, pg_temp as $$
    select (t -> lower(p_side) ->> 'percent')::numeric
    from jsonb_array_elements(p_milestone -> 'tiers') t
    where (t ->> 'from')::bigint <= p_success
    order by (t ->> 'from')::bigint desc limit 1
$$;

-- REF-16: what a side gets where the referrer may choose and says nothing; null where there is no choice.
create function marketplace.referral_if_silent(p_milestone jsonb, p_side text, p_success bigint)
returns text
language sql immutable set search_path = marketplace, pg_temp as $$
    select t -> lower(p_side) ->> 'ifSilent'
    from jsonb_array_elements(p_milestone -> 'tiers') t
    where (t ->> 'from')::bigint <= p_success
    order by (t ->> 'from')::bigint desc limit 1
$$;

-- Cash moves with the arms that decided upon it.
drop function marketplace.post_cash(bigint, text, bigint, text, text, text, bigint, timestamptz);
create function marketplace.post_cash(
    p_account bigint, p_kind text, p_cents bigint, p_system_account text, p_reference text, p_description text, p_job bigint, p_now timestamptz, p_treatments jsonb default '[]')
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_wallet wallet;
    v_transaction bigint;
begin
    select * into strict v_wallet from wallet where account_id = p_account and asset = 'USD' for update;
    v_transaction := nextval('transaction_number');
    with moved as (
        update wallet set paid = paid + p_cents, last_seq = last_seq + 1 where account_id = p_account and asset = 'USD'
    ), written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, job_id, cash, cash_after, treatments, effective_at)
        values (p_account, v_transaction, p_kind, p_reference, p_description, p_job, p_cents, v_wallet.paid + p_cents, p_treatments, p_now)
    )
    insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
    values (p_account, v_transaction, 1, 'USD', 0, null, p_cents, v_wallet.last_seq + 1, v_wallet.paid, v_wallet.paid + p_cents),
           (p_account, v_transaction, 2, 'USD', null, p_system_account, -p_cents, null, null, null);
    return v_transaction;
end $$;

-- The arm that a referral met, as the books keep it.
create function marketplace.referral_treatments(p_referral marketplace.referral) returns jsonb
language sql immutable as $$
    select case when p_referral.treatment_experiment is null then '[]'::jsonb else
        jsonb_build_array(jsonb_build_object('experimentKey', p_referral.treatment_experiment, 'variant', p_referral.treatment_variant)) end
$$;

-- Cash that is promised and waits: expense against pending rewards, on the payee's books but not in the wallet. Negative takes the promise back.
create function marketplace.post_pending_reward(p_payee bigint, p_kind text, p_cents bigint, p_reference text, p_description text, p_now timestamptz, p_treatments jsonb)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_transaction bigint := nextval('transaction_number');
begin
    with written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, treatments, effective_at)
        values (p_payee, v_transaction, p_kind, p_reference, p_description, p_treatments, p_now)
    )
    insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount)
    values (p_payee, v_transaction, 1, 'USD', 'REWARDS_PENDING', p_cents), (p_payee, v_transaction, 2, 'USD', 'REWARDS_EXPENSE', -p_cents);
end $$;

create function marketplace.reward_key(p_account bigint, p_number bigint, p_key text, p_occurrence text, p_attempt integer, p_side text)
returns text
language sql immutable as $$
    select 'referral:' || p_account || '-' || p_number || ':' || p_key || ':' || p_occurrence || ':' || p_attempt || ':' || lower(p_side)
$$;

-- How the books call it, and how people read it.
create function marketplace.reward_kind(p_terms jsonb, p_asset text) returns text
language sql immutable as $$
    select case when p_asset = 'CONNECTS' then 'REFERRAL' when p_terms ->> 'kind' = 'AFFILIATE' then 'AFFILIATE_COMMISSION' else 'REFERRAL_REWARD' end
$$;

-- A hold or a review that ends without a reward: the promise is taken back and the success is counted no more.
create function marketplace.cancel_rewards(p_referral marketplace.referral, p_key text, p_occurrence text, p_why text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_reward referral_reward;
begin
    for v_reward in
        update referral_reward r set state = 'CANCELLED'
        where r.account_id = p_referral.account_id and r.referral_number = p_referral.number and r.key = p_key and r.occurrence = p_occurrence and r.state = 'PENDING'
        returning r.*
    loop
        if v_reward.asset = 'USD' then
            perform post_pending_reward(v_reward.payee_id, reward_kind(p_referral.terms, 'USD'), -v_reward.amount,
                reward_key(v_reward.account_id, v_reward.referral_number, p_key, p_occurrence, v_reward.attempt, v_reward.side) || ':cancelled', p_why, p_now,
                referral_treatments(p_referral));
        end if;
    end loop;
    perform uncount_success(p_referral, p_key, p_occurrence);
end $$;

-- One success less for tiers and caps, at most once an attempt.
create function marketplace.uncount_success(p_referral marketplace.referral, p_key text, p_occurrence text)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_period text;
    v_attempt integer;
begin
    select m.period, m.attempt into v_period, v_attempt from referral_milestone m
    where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = p_key and m.occurrence = p_occurrence;
    if v_period is null then
        return;
    end if;
    update referral_milestone m set period = null
    where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = p_key and m.occurrence = p_occurrence;
    update referral_counter c set rewarded = c.rewarded - 1, cents = c.cents - p.cents, connects = c.connects - p.connects
    from (select coalesce(sum(r.amount - r.returned) filter (where r.asset = 'USD'), 0) as cents, coalesce(sum(r.amount) filter (where r.asset = 'CONNECTS'), 0) as connects
          from referral_reward r
          where r.account_id = p_referral.account_id and r.referral_number = p_referral.number and r.key = p_key and r.occurrence = p_occurrence
              and r.attempt = v_attempt and r.side = 'REFERRER') p
    where c.account_id = p_referral.account_id and c.program = p_referral.program and c.period = v_period;
end $$;

-- Pays what a milestone holds. The referral is locked, the payees' accounts and wallets before it.
create function marketplace.pay_rewards(p_referral marketplace.referral, p_key text, p_occurrence text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_reward referral_reward;
    v_reference text;
    v_program text := p_referral.terms ->> 'name';
    v_treatments jsonb := referral_treatments(p_referral);
    v_debt bigint;
    v_transaction bigint;
begin
    for v_reward in
        update referral_reward r set state = 'PAID', paid_at = p_now
        where r.account_id = p_referral.account_id and r.referral_number = p_referral.number and r.key = p_key and r.occurrence = p_occurrence and r.state = 'PENDING'
        returning r.*
    loop
        v_reference := reward_key(v_reward.account_id, v_reward.referral_number, p_key, p_occurrence, v_reward.attempt, v_reward.side);
        if v_reward.asset = 'CONNECTS' then
            perform grant_connects(array[row(v_reward.payee_id, 'REFERRAL', 'FREE', v_reward.amount, 0, v_reference, 'REFERRAL', v_reference,
                v_program, null, null, v_treatments, p_now, p_now + make_interval(years => (p_referral.terms ->> 'connectsLifetimeYears')::integer))::connects_grant]);
        else
            v_transaction := post_cash(v_reward.payee_id, reward_kind(p_referral.terms, 'USD'), v_reward.amount, 'REWARDS_PENDING', v_reference, v_program, null, p_now, v_treatments);
            -- What an earlier reversal could not take comes out of this one.
            select least(d.cents, v_reward.amount) into v_debt from referral_debt d where d.account_id = v_reward.payee_id for update;
            if v_debt > 0 then
                perform post_cash(v_reward.payee_id, 'REVERSAL', -v_debt, 'REWARDS_EXPENSE', v_reference || ':debt', 'What an earlier reversal had left open', null, p_now);
                update referral_debt d set cents = d.cents - v_debt where d.account_id = v_reward.payee_id;
            end if;
        end if;
        perform notify_accounts(array[row(v_reward.payee_id, 'REFERRAL_REWARDED',
            case when v_reward.asset = 'CONNECTS' then v_reward.amount || ' Connects for a referral'
                 else '$' || to_char(v_reward.amount / 100.0, 'FM999999990.00') || ' for a referral' end,
            v_program || case v_reward.side when 'REFERRER' then ': somebody you referred did what the program asks for.' else ': thank you for joining.' end,
            v_reference, 'referral-rewarded', jsonb_build_object('program', v_program))::notice], p_now);
        perform pg_notify('marketplace_changes', 'wallet:' || v_reward.payee_id);
    end loop;
    update referral_milestone m set state = 'REWARDED', rewarded_at = p_now, reason = null
    where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = p_key and m.occurrence = p_occurrence;
    perform note_referral(p_referral.account_id, p_referral.number, 'rewarded', p_key, null, p_now);
end $$;

-- Takes cash back that a reward had paid: out of the wallet down to zero, the rest out of later rewards. Answers how much was not there.
create function marketplace.take_cash_back(p_payee bigint, p_cents bigint, p_reference text, p_treatments jsonb, p_now timestamptz)
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_cash bigint;
    v_taken bigint;
begin
    select w.paid into strict v_cash from wallet w where w.account_id = p_payee and w.asset = 'USD' for update;
    v_taken := least(v_cash, p_cents);
    if v_taken > 0 then
        perform post_cash(p_payee, 'REVERSAL', -v_taken, 'REWARDS_EXPENSE', p_reference, 'Referral reward taken back', null, p_now, p_treatments);
    end if;
    if v_taken < p_cents then
        insert into referral_debt (account_id, cents) values (p_payee, p_cents - v_taken)
        on conflict (account_id) do update set cents = referral_debt.cents + excluded.cents;
    end if;
    return p_cents - v_taken;
end $$;

-- Said of what is taken back, on the bell and by email, and to who watches the wallet.
create function marketplace.tell_of_reversal(p_reward marketplace.referral_reward, p_taken bigint, p_why text, p_reference text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    perform notify_accounts(array[row(p_reward.payee_id, 'GENERAL', 'A referral reward was taken back',
        p_why || case when p_reward.asset = 'CONNECTS' then ' ' || p_taken || ' Connects were still there and were taken.'
                      else ' Of your cash, $' || to_char(p_taken / 100.0, 'FM999999990.00') || ' was taken; what was not there comes out of later rewards.' end,
        p_reference, 'referral-reversed', null)::notice], p_now);
    perform pg_notify('marketplace_changes', 'wallet:' || p_reward.payee_id);
end $$;

-- Takes rewards back that were paid: contra entries; what is there no more is recorded.
create function marketplace.reverse_rewards(p_referral marketplace.referral, p_key text, p_occurrence text, p_source text, p_why text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_reward referral_reward;
    v_reference text;
    v_due bigint;
    v_missing bigint;
begin
    for v_reward in
        select * from referral_reward r
        where r.account_id = p_referral.account_id and r.referral_number = p_referral.number and r.key = p_key and r.occurrence = p_occurrence and r.state = 'PAID'
        order by r.payee_id
        for update
    loop
        v_reference := reward_key(v_reward.account_id, v_reward.referral_number, p_key, p_occurrence, v_reward.attempt, v_reward.side) || ':reversal:' || p_source;
        v_due := v_reward.amount - v_reward.returned;
        v_missing := case v_reward.asset
            when 'CONNECTS' then v_due - take_lot_back(v_reward.payee_id, 'REFERRAL',
                reward_key(v_reward.account_id, v_reward.referral_number, p_key, p_occurrence, v_reward.attempt, v_reward.side), v_reference, 'Referral reward taken back',
                p_now, referral_treatments(p_referral))
            else take_cash_back(v_reward.payee_id, v_due, v_reference, referral_treatments(p_referral), p_now) end;
        update referral_reward r set state = 'REVERSED', shortfall = r.shortfall + v_missing
        where r.account_id = v_reward.account_id and r.referral_number = v_reward.referral_number and r.key = p_key and r.occurrence = p_occurrence
            and r.attempt = v_reward.attempt and r.side = v_reward.side;
        perform tell_of_reversal(v_reward, v_due - v_missing, p_why, v_reference, p_now);
    end loop;
    perform uncount_success(p_referral, p_key, p_occurrence);
    update referral_milestone m set state = 'REVERSED', reason = p_why
    where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = p_key and m.occurrence = p_occurrence;
    perform note_referral(p_referral.account_id, p_referral.number, 'reversed', p_key, p_why, p_now);
end $$;

-- AFF-11: of a payment that went back in part, a share that was paid gives back as much of itself.
create function marketplace.shrink_rewards(p_referral marketplace.referral, p_key text, p_occurrence text, p_net_cents bigint, p_why text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_reward referral_reward;
    v_reference text;
    v_due bigint;
    v_missing bigint;
begin
    for v_reward in
        select * from referral_reward r
        where r.account_id = p_referral.account_id and r.referral_number = p_referral.number and r.key = p_key and r.occurrence = p_occurrence
            and r.state = 'PAID' and r.percent is not null and r.amount - r.returned > floor(p_net_cents * r.percent / 100)
        for update
    loop
        v_due := v_reward.amount - v_reward.returned - floor(p_net_cents * v_reward.percent / 100)::bigint;
        v_reference := reward_key(v_reward.account_id, v_reward.referral_number, p_key, p_occurrence, v_reward.attempt, v_reward.side)
            || ':reversal:' || p_occurrence || ':' || v_reward.returned + v_due;
        v_missing := take_cash_back(v_reward.payee_id, v_due, v_reference, referral_treatments(p_referral), p_now);
        update referral_reward r set returned = r.returned + v_due, shortfall = r.shortfall + v_missing
        where r.account_id = v_reward.account_id and r.referral_number = v_reward.referral_number and r.key = p_key and r.occurrence = p_occurrence
            and r.attempt = v_reward.attempt and r.side = v_reward.side;
        update referral_counter c set cents = c.cents - v_due
        from referral_milestone m
        where m.account_id = v_reward.account_id and m.referral_number = v_reward.referral_number and m.key = p_key and m.occurrence = p_occurrence
            and c.account_id = p_referral.account_id and c.program = p_referral.program and c.period = m.period and v_reward.side = 'REFERRER';
        perform note_referral(p_referral.account_id, p_referral.number, 'shrunk', p_key, p_why, p_now);
        perform tell_of_reversal(v_reward, v_due - v_missing, p_why, v_reference, p_now);
    end loop;
end $$;

-- What is left of one lot goes; how much that was is answered. The history calls it a forfeit.
create function marketplace.take_lot_back(
    p_account bigint, p_origin text, p_period_key text, p_reference text, p_description text, p_now timestamptz, p_treatments jsonb)
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_wallet wallet;
    v_lot lot;
    v_transaction bigint;
begin
    select * into strict v_wallet from wallet w where w.account_id = p_account and w.asset = 'CONNECTS' for update;
    perform expire_due_lots(array[p_account], p_now);
    select * into strict v_wallet from wallet w where w.account_id = p_account and w.asset = 'CONNECTS';
    select * into v_lot from lot l where l.account_id = p_account and l.origin = p_origin and l.kind = 'FREE' and l.period_key = p_period_key;
    if not found or v_lot.remaining = 0 then
        return 0;
    end if;
    v_transaction := nextval('transaction_number');
    with emptied as (
        update lot set remaining = 0, last_seq = last_seq + 1 where account_id = p_account and number = v_lot.number
    ), lowered as (
        update wallet set free = free - v_lot.remaining where account_id = p_account and asset = 'CONNECTS'
    ), written as (
        insert into ledger_transaction (account_id, number, kind, reference, description, lot_number, connects, connects_after, treatments, effective_at)
        values (p_account, v_transaction, 'FORFEIT', p_reference, p_description, v_lot.number, -v_lot.remaining, v_wallet.paid + v_wallet.free - v_lot.remaining, p_treatments, p_now)
    )
    insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
    values (p_account, v_transaction, 1, 'CONNECTS', v_lot.number, null, -v_lot.remaining, v_lot.last_seq + 1, v_lot.remaining, 0),
           (p_account, v_transaction, 2, 'CONNECTS', null, 'FORFEITED', v_lot.remaining, null, null, null);
    return v_lot.remaining;
end $$;

-- Who qualified goes through risk, the cap and the hold; without a hold the reward is paid at once.
-- A person answers what silence must not: p_reviewed says that somebody has looked.
create function marketplace.hold_rewards(p_referral marketplace.referral, p_milestone jsonb, p_occurrence text, p_net_cents bigint, p_reviewed boolean, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_key text := p_milestone ->> 'key';
    v_shared text[] := shared_marks(p_referral.account_id, p_referral.referred_id);
    v_doubts text[];
    v_period text := case p_referral.terms ->> 'period' when 'MONTH' then to_char(p_now at time zone 'UTC', 'YYYY-MM') else 'ALL' end;
    v_counter referral_counter;
    v_cents bigint;
    v_connects bigint;
    v_reason text;
    v_side text;
    v_asset text;
    v_payee bigint;
    v_amount bigint;
    v_attempt integer;
    v_chosen text;
    v_other bigint;
    v_days integer := (p_milestone ->> 'holdDays')::integer;
begin
    select m.attempt into strict v_attempt from referral_milestone m
    where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = v_key and m.occurrence = p_occurrence;

    v_reason := referral_refusal(p_referral, v_shared);
    if v_reason is not null then
        update referral_milestone m set state = 'REJECTED', reason = v_reason
        where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = v_key and m.occurrence = p_occurrence;
        perform note_referral(p_referral.account_id, p_referral.number, 'rejected', v_key, v_reason, p_now);
        return;
    end if;

    if not p_reviewed then
        v_doubts := referral_doubts(p_referral, v_shared);
        if cardinality(v_doubts) > 0 then
            v_reason := array_to_string(v_doubts, ' ');
            update referral_milestone m set state = 'UNDER_REVIEW', reason = v_reason
            where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = v_key and m.occurrence = p_occurrence;
            perform note_referral(p_referral.account_id, p_referral.number, 'review', v_key, v_reason, p_now);
            return;
        end if;
    end if;

    insert into referral_counter (account_id, program, period) values (p_referral.account_id, p_referral.program, v_period) on conflict do nothing;
    select * into strict v_counter from referral_counter c
    where c.account_id = p_referral.account_id and c.program = p_referral.program and c.period = v_period for update;
    v_cents := coalesce(referral_amount(p_milestone, 'REFERRER', 'USD', v_counter.rewarded + 1, p_net_cents), 0);
    v_connects := coalesce(referral_amount(p_milestone, 'REFERRER', 'CONNECTS', v_counter.rewarded + 1, p_net_cents), 0);
    -- One of both where the referrer may choose: what was chosen, or what silence means.
    v_chosen := case when referral_if_silent(p_milestone, 'REFERRER', v_counter.rewarded + 1) is not null
        then coalesce(p_referral.reward_asset, referral_if_silent(p_milestone, 'REFERRER', v_counter.rewarded + 1)) end;
    if v_chosen = 'CASH' then
        v_other := v_connects;
        v_connects := 0;
    elsif v_chosen = 'CONNECTS' then
        v_other := v_cents;
        v_cents := 0;
    end if;
    if v_counter.rewarded + 1 > (p_referral.terms -> 'cap' ->> 'rewards')::bigint
        or v_counter.cents + v_cents > (p_referral.terms -> 'cap' ->> 'cents')::bigint
        or v_counter.connects + v_connects > (p_referral.terms -> 'cap' ->> 'connects')::bigint then
        v_reason := 'The program''s limit is reached' || case v_period when 'ALL' then '.' else ' for this month.' end;
        update referral_milestone m set state = 'CAPPED', reason = v_reason
        where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = v_key and m.occurrence = p_occurrence;
        perform note_referral(p_referral.account_id, p_referral.number, 'capped', v_key, v_reason, p_now);
        return;
    end if;
    update referral_counter c set rewarded = c.rewarded + 1, cents = c.cents + v_cents, connects = c.connects + v_connects
    where c.account_id = p_referral.account_id and c.program = p_referral.program and c.period = v_period;

    foreach v_side in array array['REFERRER', 'REFERRED'] loop
        v_payee := case v_side when 'REFERRER' then p_referral.account_id else p_referral.referred_id end;
        foreach v_asset in array array['USD', 'CONNECTS'] loop
            v_amount := referral_amount(p_milestone, v_side, v_asset, v_counter.rewarded + 1, p_net_cents);
            continue when v_amount is null or v_amount = 0;
            continue when v_side = 'REFERRER' and v_asset = case v_chosen when 'CASH' then 'CONNECTS' when 'CONNECTS' then 'USD' end;
            insert into referral_reward (account_id, referral_number, key, occurrence, attempt, side, payee_id, asset, amount, percent, other_amount)
            values (p_referral.account_id, p_referral.number, v_key, p_occurrence, v_attempt, v_side, v_payee, v_asset, v_amount,
                    referral_percent(p_milestone, v_side, v_counter.rewarded + 1), case v_side when 'REFERRER' then nullif(v_other, 0) end);
            if v_asset = 'USD' then
                perform post_pending_reward(v_payee, reward_kind(p_referral.terms, 'USD'), v_amount,
                    reward_key(p_referral.account_id, p_referral.number, v_key, p_occurrence, v_attempt, v_side), p_referral.terms ->> 'name', p_now, referral_treatments(p_referral));
            end if;
        end loop;
    end loop;
    update referral_milestone m set state = 'HELD', reason = null, period = v_period, release_at = m.qualified_at + make_interval(days => v_days)
    where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = v_key and m.occurrence = p_occurrence;
    perform note_referral(p_referral.account_id, p_referral.number, 'held', v_key, null, p_now);
    if v_days = 0 then
        perform release_milestone(p_referral.account_id, p_referral.number, v_key, p_occurrence, p_now);
    end if;
end $$;

-- What ends a reward for good: both accounts are one person, or the referred person was here before. A card says so only once it has paid.
create function marketplace.referral_refusal(p_referral marketplace.referral, p_shared text[])
returns text
language sql stable set search_path = marketplace, pg_temp as $$
    select case
        when 'INSTRUMENT' = any (p_shared) then 'Both accounts pay with the same card or account.'
        when p_shared && array['EMAIL', 'PHONE', 'SUBJECT'] then 'Both accounts are one person.'
        when is_known_person(p_referral.referred_id, p_referral.account_id) then 'This person has signed up before.' end
$$;

-- What a person should look at before money moves. Registrations by staff carry no device and no address.
create function marketplace.referral_doubts(p_referral marketplace.referral, p_shared text[])
returns text[]
language sql stable set search_path = marketplace, pg_temp as $$
    select array_remove(array[
        case when 'DEVICE' = any (p_shared) then 'Both accounts were used on the same device.' end,
        case when 'ADDRESS' = any (p_shared) then 'Both accounts came from the same address.' end,
        case when exists (
            select 1 from jsonb_array_elements_text(p_referral.terms -> 'disposableDomains') d (domain)
            where split_part(a.email_normalized, '@', 2) = d.domain or right(split_part(a.email_normalized, '@', 2), length(d.domain) + 1) = '.' || d.domain) then 'The email is of a disposable domain.' end,
        case when (select count(*) from referral r where r.account_id = p_referral.account_id and r.signed_up_at between p_referral.signed_up_at - interval '1 day' and p_referral.signed_up_at + interval '1 day')
            > (p_referral.terms ->> 'signUpsPerDay')::integer then 'Many signed up through this account within a day.' end], null)
    from account a where a.id = p_referral.referred_id
$$;

-- A milestone that ends without a reward, whatever it waited for.
create function marketplace.reject_milestone(p_referral marketplace.referral, p_key text, p_occurrence text, p_why text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    perform cancel_rewards(p_referral, p_key, p_occurrence, p_why, p_now);
    update referral_milestone m set state = 'REJECTED', reason = p_why, release_at = null
    where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = p_key and m.occurrence = p_occurrence;
    perform note_referral(p_referral.account_id, p_referral.number, 'rejected', p_key, p_why, p_now);
end $$;

-- What has been rewarded stays and can still be reversed; otherwise nothing comes of the referral any more.
create function marketplace.end_referral(p_referral marketplace.referral, p_why text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    if exists (select 1 from referral_milestone m where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.state = 'REWARDED') then
        update referral r set state = 'CLOSED' where r.account_id = p_referral.account_id and r.number = p_referral.number;
        perform note_referral(p_referral.account_id, p_referral.number, 'closed', null, p_why, p_now);
    else
        update referral r set state = 'REJECTED', reason = p_why where r.account_id = p_referral.account_id and r.number = p_referral.number;
        perform note_referral(p_referral.account_id, p_referral.number, 'rejected', null, p_why, p_now);
    end if;
end $$;

-- Held -> Rewarded, where the facts still qualify and both accounts are open. What a suspension keeps waits; an account that is over ends it.
create function marketplace.release_milestone(p_account bigint, p_number bigint, p_key text, p_occurrence text, p_now timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_referral referral;
    v_milestone referral_milestone;
    v_statuses text[];
    v_refusal text;
begin
    select * into strict v_referral from referral r where r.account_id = p_account and r.number = p_number;
    perform 1 from account a where a.id in (v_referral.account_id, v_referral.referred_id) order by a.id for share;
    perform 1 from wallet w where w.account_id in (v_referral.account_id, v_referral.referred_id) order by w.account_id, w.asset for update;
    select * into strict v_referral from referral r where r.account_id = p_account and r.number = p_number for update;
    select * into v_milestone from referral_milestone m
    where m.account_id = p_account and m.referral_number = p_number and m.key = p_key and m.occurrence = p_occurrence for update;
    if not found or v_milestone.state <> 'HELD' or v_milestone.release_at > p_now then
        return 'NOT_DUE';
    end if;
    select array_agg(a.status) into v_statuses from account a where a.id in (v_referral.account_id, v_referral.referred_id);
    v_refusal := case when v_statuses && array['CLOSED', 'BANNED'] then 'An account of the referral is closed.'
                      -- What was learned during the hold.
                      else referral_refusal(v_referral, shared_marks(v_referral.account_id, v_referral.referred_id)) end;
    if v_refusal is not null then
        perform reject_milestone(v_referral, p_key, p_occurrence, v_refusal, p_now);
        perform settle_referral(v_referral, p_now);
        return 'REJECTED';
    end if;
    if 'SUSPENDED' = any (v_statuses) then
        -- It is looked at again a day later, for as long as the suspension lasts.
        update referral_milestone m set release_at = p_now + interval '1 day'
        where m.account_id = p_account and m.referral_number = p_number and m.key = p_key and m.occurrence = p_occurrence;
        return 'WAITS';
    end if;
    perform pay_rewards(v_referral, p_key, p_occurrence, p_now);
    perform settle_referral(v_referral, p_now);
    return 'REWARDED';
end $$;

-- Nothing more can come of it: every milestone that happens once has ended, and of what happens more than once as many as count have, by facts
-- that still stand. A payment that goes back frees its place.
create function marketplace.referral_is_done(p_referral marketplace.referral)
returns boolean
language sql stable security definer set search_path = marketplace, pg_temp as $$
    select not exists (
        select 1 from jsonb_array_elements(p_referral.terms -> 'milestones') t
        where case when t ? 'each' then
            (select count(*) from referral_milestone m
             join referral_fact f on f.account_id = m.account_id and f.referral_number = m.referral_number and f.kind = t ->> 'each' and f.source = m.occurrence
             where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = t ->> 'key'
                 and m.state in ('REWARDED', 'REVERSED', 'CAPPED', 'REJECTED')
                 and not f.reversed and f.cents - f.reversed_cents >= coalesce((t ->> 'atLeastCents')::bigint, 0))
            < coalesce((t ->> 'maximumCount')::bigint, 9223372036854775807)
        else not exists (
            select 1 from referral_milestone m
            where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = t ->> 'key'
                and m.state in ('REWARDED', 'REVERSED', 'CAPPED', 'REJECTED'))
        end)
$$;

-- Whether what the referred account does can bring something. A referral that closed because all that counts had ended goes on when a place is freed:
-- unless its time is over, one of the accounts is, or the affiliate was banned.
create function marketplace.referral_goes_on(p_referral marketplace.referral, p_now timestamptz)
returns boolean
language sql stable security definer set search_path = marketplace, pg_temp as $$
    select p_referral.state in ('ATTRIBUTED', 'ACTIVE')
        or p_referral.state = 'CLOSED'
            and exists (select 1 from jsonb_array_elements(p_referral.terms -> 'milestones') t where t ? 'maximumCount')
            and coalesce(p_referral.lapses_at, 'infinity') > p_now
            and not exists (select 1 from account a where a.id in (p_referral.account_id, p_referral.referred_id) and a.status in ('CLOSED', 'BANNED'))
            and not exists (select 1 from affiliate f where f.account_id = p_referral.account_id and f.program = p_referral.program and f.state = 'BANNED')
$$;

-- Closed exactly while nothing more can come of it.
create function marketplace.settle_referral(p_referral marketplace.referral, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_done boolean := referral_is_done(p_referral);
begin
    if v_done then
        update referral r set state = 'CLOSED' where r.account_id = p_referral.account_id and r.number = p_referral.number and r.state in ('ATTRIBUTED', 'ACTIVE');
    elsif p_referral.state = 'CLOSED' and referral_goes_on(p_referral, p_now) then
        update referral r set state = 'ACTIVE' where r.account_id = p_referral.account_id and r.number = p_referral.number;
        perform note_referral(p_referral.account_id, p_referral.number, 'goesOn', null, null, p_now);
    end if;
end $$;

-- Held or UnderReview -> Open: the promise is taken back, and another fact may make it again.
create function marketplace.reopen_milestone(p_referral marketplace.referral, p_key text, p_occurrence text, p_why text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    perform cancel_rewards(p_referral, p_key, p_occurrence, coalesce(p_why, 'It no longer qualifies.'), p_now);
    update referral_milestone m set state = 'OPEN', attempt = m.attempt + 1, release_at = null, reason = null
    where m.account_id = p_referral.account_id and m.referral_number = p_referral.number and m.key = p_key and m.occurrence = p_occurrence;
    perform note_referral(p_referral.account_id, p_referral.number, 'reopened', p_key, p_why, p_now);
end $$;

-- Holds the milestones against the facts. The referral is locked here; doing it twice is doing it once.
create function marketplace.evaluate_referral(p_account bigint, p_number bigint, p_source text, p_why text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_referral referral;
    v_terms jsonb;
    v_until timestamptz;
    v_candidate record;
    v_milestone referral_milestone;
    v_found boolean;
    v_goes_on boolean;
begin
    select * into strict v_referral from referral r where r.account_id = p_account and r.number = p_number for update;
    if v_referral.state in ('INELIGIBLE', 'REJECTED') then
        return;
    end if;
    v_goes_on := referral_goes_on(v_referral, p_now);
    v_until := coalesce(v_referral.lapses_at, 'infinity');

    for v_terms in select t from jsonb_array_elements(v_referral.terms -> 'milestones') t loop
        for v_candidate in
            -- A milestone that happens once; or one occurrence a fact, the first so many that count within so many months. A fact that has its
            -- reward, or waits for it, keeps its place whatever comes before it later.
            select '1' as occurrence, referral_holds(p_account, p_number, v_terms -> 'when', v_until) as holds, 0::bigint as net where not v_terms ? 'each'
            union all
            select f.source, f.counts and f.place <= coalesce((v_terms ->> 'maximumCount')::bigint, f.place), f.net
            from (select f.source, f.net, f.counts, row_number() over (partition by f.counts order by f.taken desc, f.at, f.source) as place
                  from (select f.source, f.at, f.cents - f.reversed_cents as net,
                               not f.reversed and f.cents - f.reversed_cents >= coalesce((v_terms ->> 'atLeastCents')::bigint, 0) as counts,
                               exists (select 1 from referral_milestone m where m.account_id = p_account and m.referral_number = p_number and m.key = v_terms ->> 'key'
                                           and m.occurrence = f.source and m.state <> 'OPEN') as taken
                        from referral_fact f
                        where f.account_id = p_account and f.referral_number = p_number and f.kind = v_terms ->> 'each'
                            and f.at <= least(v_until, v_referral.signed_up_at + make_interval(months => coalesce((v_terms ->> 'maximumMonths')::integer, 1200)))) f) f
            where v_terms ? 'each'
        loop
            select * into v_milestone from referral_milestone m
            where m.account_id = p_account and m.referral_number = p_number and m.key = v_terms ->> 'key' and m.occurrence = v_candidate.occurrence for update;
            v_found := found;
            if v_candidate.holds and (not v_found or v_milestone.state = 'OPEN') and v_goes_on then
                insert into referral_milestone (account_id, referral_number, key, occurrence, state, qualified_at)
                values (p_account, p_number, v_terms ->> 'key', v_candidate.occurrence, 'OPEN', p_now)
                on conflict (account_id, referral_number, key, occurrence) do update set qualified_at = excluded.qualified_at;
                perform note_referral(p_account, p_number, 'qualified', v_terms ->> 'key', null, p_now);
                perform hold_rewards(v_referral, v_terms, v_candidate.occurrence, v_candidate.net, false, p_now);
            elsif v_found and not v_candidate.holds and v_milestone.state in ('HELD', 'UNDER_REVIEW') then
                perform reopen_milestone(v_referral, v_terms ->> 'key', v_candidate.occurrence, p_why, p_now);
            elsif v_found and v_candidate.holds and v_milestone.state = 'HELD' and exists (
                select 1 from referral_reward r
                where r.account_id = p_account and r.referral_number = p_number and r.key = v_terms ->> 'key' and r.occurrence = v_candidate.occurrence
                    and r.state = 'PENDING' and r.amount <> floor(v_candidate.net * r.percent / 100)) then
                -- A share of a payment that went back in part is promised anew, of what is left and until the same day; who looked at it has looked.
                perform reopen_milestone(v_referral, v_terms ->> 'key', v_candidate.occurrence, p_why, p_now);
                perform hold_rewards(v_referral, v_terms, v_candidate.occurrence, v_candidate.net, true, p_now);
            elsif v_found and v_candidate.holds and v_milestone.state = 'REWARDED' then
                perform shrink_rewards(v_referral, v_terms ->> 'key', v_candidate.occurrence, v_candidate.net, coalesce(p_why, 'It no longer qualifies.'), p_now);
            elsif v_found and not v_candidate.holds and v_milestone.state = 'REWARDED' then
                perform reverse_rewards(v_referral, v_terms ->> 'key', v_candidate.occurrence, coalesce(p_source, 'account'), coalesce(p_why, 'It no longer qualifies.'), p_now);
            end if;
        end loop;
    end loop;
    perform settle_referral(v_referral, p_now);
end $$;

-- While support attributes a sign-up (claim_referral), what the account does waits: it is either seen there or told here.
create function marketplace.wait_for_claim(p_referred bigint, p_claims boolean) returns void
language plpgsql set search_path = marketplace, pg_temp as $$
begin
    if p_claims then
        perform pg_advisory_xact_lock(hashtextextended('referred:' || p_referred, 0));
    else
        perform pg_advisory_xact_lock_shared(hashtextextended('referred:' || p_referred, 0));
    end if;
end $$;

-- A fact about an account that somebody referred. The unique key makes it count once.
create function marketplace.record_referral_fact(p_referred bigint, p_kind text, p_source text, p_cents bigint, p_category text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_referral referral;
begin
    perform wait_for_claim(p_referred, false);
    -- Also after the reward: what is paid later may be what still qualifies when an earlier payment goes back.
    select * into v_referral from referral r where r.referred_id = p_referred and r.state in ('ATTRIBUTED', 'ACTIVE', 'CLOSED') for update;
    if not found then
        return;
    end if;
    insert into referral_fact (account_id, referral_number, kind, source, cents, category, at)
    values (v_referral.account_id, v_referral.number, p_kind, p_source, p_cents, p_category, p_now)
    on conflict (account_id, referral_number, kind, source) do nothing;
    if not found then
        return;
    end if;
    if v_referral.state = 'ATTRIBUTED' then
        update referral r set state = 'ACTIVE' where r.account_id = v_referral.account_id and r.number = v_referral.number;
    end if;
    perform note_referral(v_referral.account_id, v_referral.number, 'fact', null, p_kind || ' ' || p_source, p_now);
    perform evaluate_referral(v_referral.account_id, v_referral.number, p_source, null, p_now);
end $$;

-- What was taken back of a fact in all: so many cents, or the whole of it.
create function marketplace.reverse_referral_fact(p_referred bigint, p_kind text, p_source text, p_reversed_cents bigint, p_why text, p_now timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_referral referral;
begin
    perform wait_for_claim(p_referred, false);
    select * into v_referral from referral r where r.referred_id = p_referred for update;
    if not found then
        return;
    end if;
    update referral_fact f set reversed_cents = greatest(f.reversed_cents, least(p_reversed_cents, f.cents)), reversed = f.reversed or p_reversed_cents >= f.cents
    where f.account_id = v_referral.account_id and f.referral_number = v_referral.number and f.kind = p_kind and f.source = p_source
        and not f.reversed and f.reversed_cents < greatest(p_reversed_cents, 1);
    if not found then
        return;
    end if;
    perform note_referral(v_referral.account_id, v_referral.number, 'factReversed', null, p_kind || ' ' || p_source, p_now);
    perform evaluate_referral(v_referral.account_id, v_referral.number, p_source, p_why, p_now);
end $$;

grant execute on function marketplace.release_milestone to marketplace_app;
