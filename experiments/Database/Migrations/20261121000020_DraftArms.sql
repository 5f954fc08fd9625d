-- The arms of a draft are edited whole. Those of an experiment that has started never change: the application's role can do no more than this.
create function experiments.replace_arms(p_experiment bigint, p_variants text[], p_weights numeric[], p_control text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform 1 from experiments.experiment where id = p_experiment and state = 'DRAFT' for update;
  if not found then
    raise exception 'the arms of experiment % are fixed', p_experiment using errcode = 'insufficient_privilege';
  end if;
  -- Out of the way of the places and the control that the new ones take.
  update experiments.arm set position = position + 1000000, control = false where experiment_id = p_experiment;
  delete from experiments.arm where experiment_id = p_experiment and variant <> all (p_variants);
  insert into experiments.arm (experiment_id, variant, position, weight, control)
    select p_experiment, a.variant, a.place - 1, a.weight, a.variant = p_control
    from unnest(p_variants, p_weights) with ordinality a (variant, weight, place)
    on conflict (experiment_id, variant) do update set position = excluded.position, weight = excluded.weight, control = excluded.control;
end
$$;
revoke all on function experiments.replace_arms(bigint, text[], numeric[], text) from public;
