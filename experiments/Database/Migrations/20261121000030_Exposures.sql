-- Exposures found on reads arrive in batches, late and out of order; facts of the host name accounts and jobs by number.

-- The thing that a global id names, as Type:number; null for a key that is no global id in its one proper spelling.
create function experiments.unit_name(p_unit text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select name from (
    -- The escape format never fails, whatever the bytes are.
    select encode(bytes, 'escape') as name, rtrim(translate(encode(bytes, 'base64'), '+/', '-_'), '=') as spelled
    from (select decode(rpad(translate(p_unit, '-_', '+/'), (length(p_unit) + 3) / 4 * 4, '='), 'base64') as bytes
          where p_unit ~ '^[A-Za-z0-9_-]{6,40}$' and length(p_unit) % 4 <> 1) decoded
  ) named
  where spelled = p_unit and name ~ '^[A-Za-z]+:[1-9][0-9]{0,17}$'
$$;

create function experiments.unit_number(p_unit text) returns bigint
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select split_part(experiments.unit_name(p_unit), ':', 2)::bigint
$$;

-- Kept, so that an analysis joins millions of units to facts by a number instead of decoding them each time.
alter table experiments.exposure add column number bigint generated always as (experiments.unit_number(unit)) stored;

-- Filled by binary COPY and emptied in the same transaction: nothing ever stays, and a crash has nothing to bring back.
create unlogged table experiments.exposure_batch (
  batch uuid not null,
  experiment text not null,
  unit text not null,
  variant text not null,
  at timestamptz not null
);
create index exposure_batch_batch on experiments.exposure_batch (batch);

-- The earliest exposure of a unit to its arm counts, whichever was written first; a unit seen in two arms is marked.
-- A row that is there and stays as it is, is not locked: charges that meet in one unit do not wait for each other. Almost every charge is of such a unit, and that is
-- looked up first: an insert that comes to nothing computes the unit's number all the same, which costs ten times as much.
create or replace function experiments.expose(p_experiment text, p_unit text, p_variant text, p_at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_experiment bigint;
  v_settled boolean;
begin
  select id into v_experiment from experiments.experiment where key = p_experiment;
  if v_experiment is null then
    raise exception 'no experiment has the key %', p_experiment using errcode = 'foreign_key_violation';
  end if;
  select case when variant = p_variant then at <= p_at else crossed end into v_settled
    from experiments.exposure where experiment_id = v_experiment and unit = p_unit;
  if v_settled then
    return;
  end if;
  insert into experiments.exposure (experiment_id, unit, variant, at)
    values (v_experiment, p_unit, p_variant, p_at)
    on conflict (experiment_id, unit) do nothing;
  if not found then
    update experiments.exposure set
        at = case when variant = p_variant then least(at, p_at) else at end,
        crossed = crossed or variant <> p_variant
      where experiment_id = v_experiment and unit = p_unit
        and case when variant = p_variant then p_at < at else not crossed end;
  end if;
end
$$;

-- Takes a batch over: the earliest time of each unit counts, a unit seen in two arms is marked, exactly as expose() has it. What names no
-- arm, or a thing that is no unit of the experiment (an account's id where jobs are assigned), is left out.
create function experiments.take_exposures(p_batch uuid) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_written integer;
begin
  with seen as (
    select x.id as experiment_id, b.unit, b.variant, min(b.at) as at
    from experiments.exposure_batch b
    join experiments.experiment x on x.key = b.experiment
    join experiments.arm a on a.experiment_id = x.id and a.variant = b.variant
    where b.batch = p_batch
      and (x.unit = 'JOB_CATEGORY' or coalesce(upper(split_part(experiments.unit_name(b.unit), ':', 1)) = x.unit, true))
    group by x.id, b.unit, b.variant
  ), firsts as (
    select distinct on (experiment_id, unit) experiment_id, unit, variant, at, count(*) over (partition by experiment_id, unit) > 1 as crossed
    from seen order by experiment_id, unit, at, variant
  )
  insert into experiments.exposure (experiment_id, unit, variant, at, crossed)
    -- In one order, so that nodes whose batches meet wait for each other and never in a circle.
    select experiment_id, unit, variant, at, crossed from firsts order by experiment_id, unit
    on conflict (experiment_id, unit) do nothing;
  get diagnostics v_written = row_count;

  -- Rows that change are locked in the same order; the update after it takes them in whatever order it likes.
  perform 1 from experiments.exposure e
    join (
      select x.id as experiment_id, b.unit, b.variant, min(b.at) as at
      from experiments.exposure_batch b
      join experiments.experiment x on x.key = b.experiment
      join experiments.arm a on a.experiment_id = x.id and a.variant = b.variant
      where b.batch = p_batch
      group by x.id, b.unit, b.variant
    ) n on n.experiment_id = e.experiment_id and n.unit = e.unit
    where case when n.variant = e.variant then n.at < e.at else not e.crossed end
    order by e.experiment_id, e.unit
    for update of e;
  if found then
    update experiments.exposure e set
        at = least(e.at, n.at[array_position(n.variants, e.variant)]),
        crossed = e.crossed or n.variants <> array[e.variant]
      from (
        select experiment_id, unit, array_agg(variant) as variants, array_agg(at) as at
        from (
          select x.id as experiment_id, b.unit, b.variant, min(b.at) as at
          from experiments.exposure_batch b
          join experiments.experiment x on x.key = b.experiment
          join experiments.arm a on a.experiment_id = x.id and a.variant = b.variant
          where b.batch = p_batch
          group by x.id, b.unit, b.variant
        ) seen
        group by experiment_id, unit
      ) n
      where n.experiment_id = e.experiment_id and n.unit = e.unit
        and (n.at[array_position(n.variants, e.variant)] < e.at or (n.variants <> array[e.variant] and not e.crossed));
  end if;

  delete from experiments.exposure_batch where batch = p_batch;
  return v_written;
end
$$;
revoke all on function experiments.take_exposures(uuid) from public;

-- Which kinds of unit a fact's view names, as found when the fact was registered.
alter table experiments.fact add column units text[] not null default '{}';
