-- Almost every charge is of a unit that was seen before, and there is nothing to write: that is looked up first. An insert that comes to nothing computes
-- the unit's number all the same, which costs ten times as much. What is written is as before: the earliest exposure counts, a unit seen in two arms is marked.
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
