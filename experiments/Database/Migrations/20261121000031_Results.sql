-- What analyses found: the newest results of each experiment, a point a day for each arm and metric, and limits that were passed.

create table experiments.result (
  experiment_id bigint primary key references experiments.experiment,
  computed_at timestamptz not null,
  -- Facts and exposures up to here are in it.
  facts_until timestamptz not null,
  units_in_several_arms bigint not null,
  analysis jsonb not null
);

create table experiments.timeline_point (
  experiment_id bigint not null references experiments.experiment,
  metric text not null,
  variant text not null,
  day date not null,
  at timestamptz not null,
  lift double precision not null,
  lower double precision not null,
  upper double precision not null,
  primary key (experiment_id, metric, variant, day)
);

-- A limit that was passed stays passed: the bound held however often somebody looked.
create table experiments.guardrail_breach (
  experiment_id bigint not null references experiments.experiment,
  metric text not null,
  variant text not null,
  maximum_harm numeric not null,
  at timestamptz not null,
  reason text not null,
  told_at timestamptz,
  primary key (experiment_id, metric, variant, maximum_harm)
);
create index guardrail_breach_untold on experiments.guardrail_breach (at) where told_at is null;
