-- Units that were forced into an arm for testing. A row stays when its override is lifted: the unit has seen what chance did not give it.
create table experiments.variant_override (
  experiment_id bigint not null,
  unit text not null check (unit <> ''),
  variant text not null,
  set_at timestamptz not null,
  lifted_at timestamptz check (lifted_at >= set_at),
  primary key (experiment_id, unit),
  foreign key (experiment_id, variant) references experiments.arm
);

-- The units that an experiment's results leave out; one whose override was lifted before the start is a unit like any other.
create view experiments.overridden_unit as
  select o.experiment_id, o.unit
  from experiments.variant_override o
  join experiments.experiment e on e.id = o.experiment_id
  where o.lifted_at is null or e.started_at is null or o.lifted_at >= e.started_at;
