-- JOB-15: a job whose budget may be a mistake stands in the queue of flagged jobs from the start. Its price stays what its budget makes it.

drop function marketplace.post_job;
create function marketplace.post_job(
    p_client bigint, p_title text, p_description text, p_category text, p_budget text, p_fixed_cents bigint, p_experience_level text,
    p_weekly_time text, p_duration text, p_minimum_rate_cents bigint, p_maximum_rate_cents bigint, p_projected_value_cents bigint,
    p_featured_fee_cents bigint, p_rate_card text, p_tiers integer[], p_tier integer,
    p_experiment text, p_unit text, p_variant text, p_key text, p_hash bytea, p_now timestamptz, p_suspicion text)
returns table (outcome text, job_id bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    -- An account that was suspended a moment ago posts nothing; one whose fee is taken already gets what it paid for.
    if (select a.status from account a where a.id = p_client for share) <> 'ACTIVE' and p_featured_fee_cents = 0 then
        return query select 'NOT_ACTIVE', null::bigint;
        return;
    end if;
    select w.outcome, w.job_id into outcome, job_id from write_job(
        p_client, p_title, p_description, p_category, p_budget, p_fixed_cents, p_experience_level, p_weekly_time, p_duration, p_minimum_rate_cents,
        p_maximum_rate_cents, p_projected_value_cents, p_featured_fee_cents, p_rate_card, p_tiers, p_tier, p_experiment, p_unit, p_variant, p_key, p_hash, p_now) w;
    if p_suspicion is not null and outcome = 'POSTED' then
        insert into job_flag (job_id, flagged_by, reason, at) values (post_job.job_id, 'marketplace', p_suspicion, p_now) on conflict do nothing;
    end if;
    return next;
end $$;
grant execute on function marketplace.post_job to marketplace_app;
