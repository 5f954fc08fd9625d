-- Jobs after they are posted: featured, flagged, filled ones closed, removed for a violation. Refunds are told to whom they reach.

alter function marketplace.refund_job(bigint, timestamptz, timestamptz) rename to return_connects_of_job;

create function marketplace.refund_job(p_job bigint, p_now timestamptz, p_grace_ends timestamptz)
returns integer
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_proposals integer := return_connects_of_job(p_job, p_now, p_grace_ends);
begin
    perform notify_accounts((
        select array_agg(row(p.account_id, 'CONNECTS_REFUNDED', p.connects_returned || ' Connects returned', 'Your proposal to "' || j.title || '" got its Connects back.', 'job:' || p_job, null, null)::notice)
        from proposal p join job j on j.id = p.job_id
        where p.job_id = p_job and p.status <> 'WITHDRAWN' and p.connects_returned > 0), p_now)
    where v_proposals > 0;
    return v_proposals;
end $$;

-- An account that was suspended a moment ago posts nothing; one whose fee is taken already gets what it paid for.
alter function marketplace.post_job rename to write_job;

create function marketplace.post_job(
    p_client bigint, p_title text, p_description text, p_category text, p_budget text, p_fixed_cents bigint, p_experience_level text,
    p_weekly_time text, p_duration text, p_minimum_rate_cents bigint, p_maximum_rate_cents bigint, p_projected_value_cents bigint,
    p_featured_fee_cents bigint, p_rate_card text, p_tiers integer[], p_tier integer,
    p_experiment text, p_unit text, p_variant text, p_key text, p_hash bytea, p_now timestamptz)
returns table (outcome text, job_id bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    if (select a.status from account a where a.id = p_client for share) <> 'ACTIVE' and p_featured_fee_cents = 0 then
        return query select 'NOT_ACTIVE', null::bigint;
        return;
    end if;
    return query select w.outcome, w.job_id from write_job(
        p_client, p_title, p_description, p_category, p_budget, p_fixed_cents, p_experience_level, p_weekly_time, p_duration, p_minimum_rate_cents,
        p_maximum_rate_cents, p_projected_value_cents, p_featured_fee_cents, p_rate_card, p_tiers, p_tier, p_experiment, p_unit, p_variant, p_key, p_hash, p_now) w;
end $$;

alter function marketplace.invite_to_job rename to write_invitation;

create function marketplace.invite_to_job(p_job bigint, p_talent bigint, p_limit integer, p_now timestamptz)
returns text
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_client bigint;
begin
    select j.client_id into strict v_client from job j where j.id = p_job for no key update;
    perform 1 from account a where a.id in (v_client, p_talent) order by a.id for share;
    if exists (select 1 from account a where a.id in (v_client, p_talent) and a.status <> 'ACTIVE') then
        return 'NOT_ACTIVE';
    end if;
    return write_invitation(p_job, p_talent, p_limit, p_now);
end $$;

-- Where nobody was ever hired, Connects return; a filled job closes and leaves its contracts active.
create or replace function marketplace.close_job(p_subject text, p_job bigint, p_now timestamptz, p_grace_ends timestamptz)
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
    if (select a.status from account a where a.id = v_job.client_id for share) <> 'ACTIVE' then
        return query select 'NOT_ACTIVE', null::text;
        return;
    end if;
    if v_job.status not in ('OPEN', 'FILLED') then
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

-- RFD-02: a post that violated the terms gives every proposal that was not withdrawn its Connects back, whoever was hired.
create function marketplace.remove_job(p_job bigint, p_actor text, p_reason text, p_now timestamptz, p_grace_ends timestamptz)
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
    if v_job.status = 'REMOVED' then
        return query select 'WRONG_STATE', v_job.status;
        return;
    end if;
    perform refund_job(p_job, p_now, p_grace_ends);
    update job set status = 'REMOVED', closed_at = coalesce(closed_at, p_now) where id = p_job;
    insert into experiments.audit_entry (at, actor, action, subject, before, after, reason)
    values (p_now, p_actor, 'removeJob', 'job:' || p_job, jsonb_build_object('status', v_job.status), jsonb_build_object('status', 'REMOVED'), p_reason);
    perform notify_accounts(array[row(v_job.client_id, 'GENERAL', 'A job of yours was removed', '"' || v_job.title || '" was removed: ' || p_reason, 'removed:' || p_job, 'job-removed', jsonb_build_object('job', v_job.title))::notice], p_now);
    return query select 'REMOVED', 'REMOVED';
end $$;

-- CLI-05: one word a person; saying it again changes nothing.
create function marketplace.flag_job(p_job bigint, p_by text, p_reason text, p_now timestamptz)
returns table (outcome text, status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_status text;
begin
    select j.status into v_status from job j where j.id = p_job for share;
    if not found then
        return query select 'NOT_FOUND', null::text;
        return;
    end if;
    if v_status <> 'OPEN' then
        return query select 'JOB_NOT_OPEN', v_status;
        return;
    end if;
    insert into job_flag (job_id, flagged_by, reason, at) values (p_job, p_by, p_reason, p_now) on conflict do nothing;
    return query select 'FLAGGED', v_status;
end $$;
create index job_flag_at on marketplace.job_flag (at desc);

-- INV-06. A card's fee was taken by the gateway under a claimed key, and then features the job whatever became of it meanwhile; earnings pay here.
create function marketplace.feature_job(p_client bigint, p_job bigint, p_fee_cents bigint, p_from_earnings boolean, p_key text, p_hash bytea, p_now timestamptz)
returns table (outcome text, status text, available bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_job job;
    v_known idempotency;
    v_cash bigint;
begin
    select * into strict v_job from job j where j.id = p_job for no key update;
    select w.paid into v_cash from wallet w where w.account_id = p_client and w.asset = 'USD' for update;
    select * into v_known from idempotency i where i.account_id = p_client and i.operation = 'featureJob' and i.key = p_key;
    if found and (v_known.input_hash <> p_hash or v_known.result is not null) then
        return query select case when v_known.input_hash = p_hash then 'REPEATED' else 'IDEMPOTENCY_CONFLICT' end, null::text, null::bigint;
        return;
    end if;
    -- The charge names the job, so two requests at once are one charge; the second books nothing.
    if v_job.featured then
        return query select 'FEATURED_ALREADY', null::text, null::bigint;
        return;
    end if;
    if p_from_earnings then
        if v_job.status <> 'OPEN' then
            return query select 'JOB_NOT_OPEN', v_job.status, null::bigint;
            return;
        end if;
        if v_cash < p_fee_cents then
            return query select 'INSUFFICIENT_FUNDS', null::text, v_cash;
            return;
        end if;
        perform post_cash(p_client, 'FEATURED_JOB', -p_fee_cents, 'JOB_REVENUE', 'job:' || p_job, 'Featured job: ' || v_job.title, p_job, p_now);
    else
        perform post_card_fee(p_client, 'FEATURED_JOB', p_fee_cents, 'JOB_REVENUE', 'job:' || p_job, 'Featured job: ' || v_job.title, p_job, p_now);
    end if;
    update job j set featured = true where j.id = p_job;
    insert into idempotency (account_id, operation, key, input_hash, result) values (p_client, 'featureJob', p_key, p_hash, p_job)
    on conflict (account_id, operation, key) do update set result = excluded.result;
    return query select 'FEATURED', v_job.status, null::bigint;
end $$;

grant execute on function marketplace.post_job, marketplace.invite_to_job, marketplace.remove_job, marketplace.flag_job, marketplace.feature_job to marketplace_app;
revoke execute on function marketplace.write_job, marketplace.write_invitation from marketplace_app;
