-- What the clock does about jobs and contracts: prices follow demand, clients are reminded.

-- DEM-09: each change of a job's price, with its reason and what it was decided by.
create table marketplace.job_price_change (
    job_id          bigint      not null references marketplace.job,
    number          integer     not null,
    connects_before integer     not null,
    connects_after  integer     not null,
    reason          text        not null check (reason in ('DEMAND_LOWERED', 'DEMAND_RAISED', 'DEMAND_FREE')),
    proposals       integer     not null,
    at              timestamptz not null,
    primary key (job_id, number),
    check (connects_after <> connects_before)
);
create trigger append_only before update or delete on marketplace.job_price_change
    for each row execute function marketplace.refuse('changes of price are append only');
grant select on marketplace.job_price_change to marketplace_app;

-- Nothing that comes later changes the price of such a job: the last review has been.
alter table marketplace.job add column demand_settled boolean not null default false;
create index job_unsettled on marketplace.job (id) where status = 'OPEN' and not demand_settled;
create index job_open on marketplace.job (id) where status = 'OPEN';

-- One chunk of the review, of open jobs after p_after; jobs that somebody holds are left for the next hour. DEM-08: nobody is refunded.
create function marketplace.review_demand(
    p_after bigint, p_jobs integer, p_few integer, p_lower_after interval, p_free_after interval, p_many integer, p_raise_within interval, p_now timestamptz,
    out last bigint, out reviewed integer, out changed bigint[])
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_ids bigint[];
begin
    select array_agg(i.id), max(i.id) into v_ids, last from (
        select j.id from job j where j.status = 'OPEN' and not j.demand_settled and j.id > p_after order by j.id limit p_jobs) i;
    with locked as materialized (
        select j.* from job j where j.id = any (v_ids) and j.status = 'OPEN' and not j.demand_settled order by j.id for no key update skip locked
    ), counted as materialized (
        select l.*, p_now - l.posted_at as age, p.proposals, p.early
        from locked l cross join lateral (
            select count(*)::integer as proposals, count(*) filter (where p.submitted_at < l.posted_at + p_raise_within)::integer as early
            from proposal p where p.job_id = l.id and p.submitted_at <= p_now) p
    ), decided as materialized (
        select c.id, c.connects, c.proposals, c.age >= p_free_after as settled,
               case
                   when c.proposals < p_few and c.age >= p_free_after then 0
                   when c.price_reason <> 'RATE_CARD' then c.connects
                   -- DEM-02, DEM-03: one tier down on the job's own card; below the lowest it is free.
                   when c.proposals < p_few and c.age >= p_lower_after then case when c.tier = 1 then 0 else least(c.connects, c.rate_card_tiers[c.tier - 1]) end
                   -- DEM-04: one tier up, never above the card.
                   when c.early >= p_many and c.tier < 4 then greatest(c.connects, c.rate_card_tiers[c.tier + 1])
                   else c.connects
               end as price
        from counted c
    ), priced as (
        update job j set connects = d.price, demand_settled = d.settled,
                         price_reason = case when d.price = d.connects then j.price_reason when d.price = 0 then 'DEMAND_FREE' when d.price < d.connects then 'DEMAND_LOWERED' else 'DEMAND_RAISED' end
        from decided d where j.id = d.id and (d.price <> d.connects or d.settled)
    ), logged as (
        insert into job_price_change (job_id, number, connects_before, connects_after, reason, proposals, at)
        select d.id, (select count(*) + 1 from job_price_change c where c.job_id = d.id), d.connects, d.price,
               case when d.price = 0 then 'DEMAND_FREE' when d.price < d.connects then 'DEMAND_LOWERED' else 'DEMAND_RAISED' end, d.proposals, p_now
        from decided d where d.price <> d.connects
        returning job_id
    )
    select (select count(*) from decided), coalesce((select array_agg(job_id) from logged), '{}') into reviewed, changed;
end $$;

-- CLI-01, RFD-12: clients of jobs that stay open are asked to hire or close, once at each of these ages. A run that comes late says the last word alone.
create function marketplace.remind_clients(p_after bigint, p_jobs integer, p_days integer[], p_now timestamptz, out last bigint, out told integer)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_jobs bigint[];
begin
    select array_agg(i.id), max(i.id) into v_jobs, last from (select j.id from job j where j.status = 'OPEN' and j.id > p_after order by j.id limit p_jobs) i;
    -- Whoever closes a job meanwhile comes before or after, never in between.
    perform 1 from job j where j.id = any (v_jobs) order by j.id for share;
    told := notify_accounts((
        select coalesce(array_agg(row(j.client_id, 'CLOSE_JOB_REMINDER', 'Is "' || left(j.title, 150) || '" still open?',
            'The job was posted ' || d.days || ' days ago. Hire somebody, or close it, and talents get their Connects back.',
            'job:' || j.id || ':' || d.days || 'd', 'close-job-reminder', jsonb_build_object('job', j.title, 'days', d.days))::notice), '{}')
        from job j
        join account a on a.id = j.client_id and a.status = 'ACTIVE'
        cross join lateral (select max(u) as days from unnest(p_days) u where j.posted_at + make_interval(hours => u * 24) <= p_now) d
        where j.id = any (v_jobs) and j.status = 'OPEN' and d.days is not null
          and not exists (select 1 from notification n where n.account_id = j.client_id and n.kind = 'CLOSE_JOB_REMINDER' and n.once_key = 'job:' || j.id || ':' || d.days || 'd')), p_now);
end $$;

-- HRS-02: the client of an hourly contract is asked to extend it, once at each of these distances from its end; a later end is another.
create function marketplace.remind_contracts(p_contracts integer, p_days integer[], p_now timestamptz)
returns integer
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    return notify_accounts((
        select coalesce(array_agg(row(r.client_id, 'CONTRACT_ENDING', 'A contract ends in ' || case r.days when 1 then 'a day' else r.days || ' days' end,
            'The hourly contract for "' || r.title || '" ends on ' || to_char(r.ends_at at time zone 'UTC', 'FMDD FMMonth YYYY "at" HH24:MI "UTC"') || '. Extend it if the work goes on.',
            r.once_key, 'contract-ending', jsonb_build_object('job', r.title, 'endsAt', r.ends_at))::notice), '{}')
        from (select c.client_id, j.title, c.ends_at, d.days,
                     'contract:' || c.account_id || '-' || c.number || ':' || extract(epoch from c.ends_at) || ':' || d.days || 'd' as once_key
              from contract c
              join job j on j.id = c.job_id
              join account a on a.id = c.client_id and a.status = 'ACTIVE'
              cross join lateral (select min(u) as days from unnest(p_days) u where c.ends_at - make_interval(hours => u * 24) <= p_now) d
              where c.ended_at is null and c.hourly and c.ends_at > p_now
                and c.ends_at <= p_now + make_interval(hours => (select max(u) from unnest(p_days) u) * 24) and d.days is not null
                and not exists (select 1 from notification n where n.account_id = c.client_id and n.kind = 'CONTRACT_ENDING'
                                and n.once_key = 'contract:' || c.account_id || '-' || c.number || ':' || extract(epoch from c.ends_at) || ':' || d.days || 'd')
              order by c.ends_at limit p_contracts) r), p_now);
end $$;

grant execute on function marketplace.review_demand, marketplace.remind_clients, marketplace.remind_contracts to marketplace_app;
