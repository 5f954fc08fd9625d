-- What the role that serves the application may do: run after every migration, so that it is always exactly this.
revoke all on all tables in schema experiments from {application_role};
grant usage on schema experiments to {application_role};
grant select on all tables in schema experiments to {application_role};
revoke all on experiments.__migrations from {application_role};
grant update (version) on experiments.state_version to {application_role};
grant insert on experiments.flag to {application_role};
grant update (description, enabled, archived, definition, version, updated_at) on experiments.flag to {application_role};
grant insert on experiments.layer, experiments.arm, experiments.assignment, experiments.audit_entry to {application_role};
grant insert on experiments.experiment to {application_role};
grant update (name, hypothesis, audience, primary_metric, secondary_metrics, guardrails, traffic) on experiments.experiment to {application_role};
grant execute on function experiments.replace_arms(bigint, text[], numeric[], text) to {application_role};
grant update (state, layer_start, replaced_rules, started_at, stopped_at, version) on experiments.experiment to {application_role};
grant insert on experiments.fact, experiments.metric to {application_role};
grant update (view_name, description, units) on experiments.fact to {application_role};
grant update (name, kind, higher_is_better, numerator_fact, denominator_fact) on experiments.metric to {application_role};
grant execute on function experiments.expose(text, text, text, timestamptz) to {application_role};
-- Exposures of reads: a batch is copied beside and taken over by the function.
grant insert on experiments.exposure_batch to {application_role};
grant execute on function experiments.take_exposures(uuid) to {application_role};
grant insert on experiments.api_key to {application_role};
grant update (last_used_at, revoked_at) on experiments.api_key to {application_role};
grant execute on function experiments.make_audit_partition(date) to {application_role};
grant insert on experiments.variant_override to {application_role};
grant update (variant, set_at, lifted_at) on experiments.variant_override to {application_role};
grant insert, update on experiments.result, experiments.timeline_point to {application_role};
grant insert on experiments.guardrail_breach to {application_role};
grant update (told_at) on experiments.guardrail_breach to {application_role};
