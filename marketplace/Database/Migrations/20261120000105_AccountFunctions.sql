-- What writes accounts and jobs. Every function decides, then writes; a refusal is a row, not an exception.

create function marketplace.register_account(
    p_kind text, p_subject text, p_display_name text, p_email text, p_email_normalized text, p_phone text, p_country text, p_device_id text,
    p_plan text, p_fee_cents bigint, p_now timestamptz)
returns bigint
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_account bigint;
    v_transaction bigint;
begin
    insert into account (kind, subject, display_name, email, email_normalized, phone, country, device_id, created_at)
    values (p_kind, p_subject, p_display_name, p_email, p_email_normalized, p_phone, p_country, p_device_id, p_now)
    on conflict on constraint account_email_once_per_kind do nothing
    returning id into v_account;
    if v_account is null then
        return null;
    end if;

    insert into wallet (account_id, asset)
    select v_account, asset from (values ('USD'), ('CONNECTS')) a (asset) where p_kind <> 'CLIENT' or asset = 'USD';
    if p_plan is not null then
        insert into membership (account_id, plan, started_at) values (v_account, p_plan, p_now);
    end if;
    if p_fee_cents > 0 then
        v_transaction := nextval('transaction_number');
        with t as (
            insert into ledger_transaction (account_id, number, kind, reference, description, effective_at)
            values (v_account, v_transaction, 'PLAN_FEE', 'account:' || v_account, 'Membership fee', p_now))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount)
        values (v_account, v_transaction, 1, 'USD', 'CARD_CLEARING', -p_fee_cents), (v_account, v_transaction, 2, 'USD', 'PLAN_REVENUE', p_fee_cents);
    end if;
    return v_account;
end $$;

-- Before a gateway is asked the key is claimed with its input: a request with another input is refused before it is charged, and a host
-- that dies in between is finished by a retry. A declined payment gives the key back.
create function marketplace.claim_key(p_account bigint, p_operation text, p_key text, p_hash bytea)
returns table (outcome text, result bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_known idempotency;
begin
    perform 1 from wallet w where w.account_id = p_account and w.asset = 'USD' for update;
    select * into v_known from idempotency i where i.account_id = p_account and i.operation = p_operation and i.key = p_key;
    if not found then
        insert into idempotency (account_id, operation, key, input_hash) values (p_account, p_operation, p_key, p_hash);
    end if;
    return query select case
        when v_known.input_hash <> p_hash then 'IDEMPOTENCY_CONFLICT'
        when v_known.result is not null then 'REPEATED'
        else 'CLAIMED' end, v_known.result;
end $$;

create function marketplace.release_key(p_account bigint, p_operation text, p_key text)
returns void
language sql security definer set search_path = marketplace, pg_temp as $$
    delete from idempotency where account_id = p_account and operation = p_operation and key = p_key and result is null
$$;

-- A job with its price, already decided; a featured one with the fee that the gateway has taken.
create function marketplace.post_job(
    p_client bigint, p_title text, p_description text, p_category text, p_budget text, p_fixed_cents bigint, p_experience_level text,
    p_weekly_time text, p_duration text, p_minimum_rate_cents bigint, p_maximum_rate_cents bigint, p_projected_value_cents bigint,
    p_featured_fee_cents bigint, p_rate_card text, p_tiers integer[], p_tier integer,
    p_experiment text, p_unit text, p_variant text, p_key text, p_hash bytea, p_now timestamptz)
returns table (outcome text, job_id bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_job bigint;
    v_transaction bigint;
    v_known idempotency;
begin
    perform 1 from wallet w where w.account_id = p_client and w.asset = 'USD' for update;
    select * into v_known from idempotency i where i.account_id = p_client and i.operation = 'postJob' and i.key = p_key;
    if found and (v_known.input_hash <> p_hash or v_known.result is not null) then
        return query select case when v_known.input_hash = p_hash then 'REPEATED' else 'IDEMPOTENCY_CONFLICT' end, v_known.result;
        return;
    end if;

    insert into job (client_id, title, description, category, budget, fixed_cents, experience_level, weekly_time, duration, minimum_rate_cents,
                     maximum_rate_cents, projected_value_cents, featured, posted_at, rate_card, rate_card_tiers, tier, connects,
                     treatment_experiment, treatment_unit, treatment_variant)
    values (p_client, p_title, p_description, p_category, p_budget, p_fixed_cents, p_experience_level, p_weekly_time, p_duration, p_minimum_rate_cents,
            p_maximum_rate_cents, p_projected_value_cents, p_featured_fee_cents > 0, p_now, p_rate_card, p_tiers, p_tier, p_tiers[p_tier],
            p_experiment, p_unit, p_variant)
    returning id into v_job;
    if p_featured_fee_cents > 0 then
        v_transaction := nextval('transaction_number');
        with t as (
            insert into ledger_transaction (account_id, number, kind, reference, description, job_id, effective_at)
            values (p_client, v_transaction, 'FEATURED_JOB', 'job:' || v_job, 'Featured job: ' || p_title, v_job, p_now))
        insert into ledger_entry (account_id, transaction_number, number, asset, system_account, amount)
        values (p_client, v_transaction, 1, 'USD', 'CARD_CLEARING', -p_featured_fee_cents), (p_client, v_transaction, 2, 'USD', 'JOB_REVENUE', p_featured_fee_cents);
    end if;
    insert into idempotency (account_id, operation, key, input_hash, result) values (p_client, 'postJob', p_key, p_hash, v_job)
    on conflict (account_id, operation, key) do update set result = excluded.result;
    return query select 'POSTED', v_job;
end $$;

-- INV-04: the limit is the job's; the job's row serializes its invitations. Inviting the same talent again changes nothing.
create function marketplace.invite_to_job(p_job bigint, p_talent bigint, p_limit integer, p_now timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_job job;
begin
    select * into v_job from job where id = p_job for no key update;
    if v_job.status <> 'OPEN' then
        return 'JOB_NOT_OPEN';
    end if;
    if exists (select 1 from invitation where job_id = p_job and talent_id = p_talent) then
        return 'INVITED';
    end if;
    -- INV-06: a featured job invites without a limit.
    if not v_job.featured and (select count(*) from invitation where job_id = p_job) >= p_limit then
        return 'LIMIT';
    end if;
    insert into invitation (job_id, talent_id, invited_at) values (p_job, p_talent, p_now);
    return 'INVITED';
end $$;

grant execute on function marketplace.register_account, marketplace.claim_key, marketplace.release_key, marketplace.post_job, marketplace.invite_to_job to marketplace_app;
