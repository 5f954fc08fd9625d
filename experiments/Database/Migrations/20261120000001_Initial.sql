create schema if not exists experiments;

-- Every change first takes this row, so changes happen one after another and their versions are in the order of their commits.
create table experiments.state_version (
  single boolean primary key default true check (single),
  version bigint not null
);
insert into experiments.state_version (version) values (0);

create table experiments.flag (
  key text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  description text not null,
  enabled boolean not null,
  archived boolean not null default false,
  definition jsonb not null check (jsonb_typeof(definition) = 'object' and definition ->> 'id' = key),
  version integer not null check (version > 0),
  updated_at timestamptz not null
);

create table experiments.layer (
  id integer generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  seed text not null check (seed <> '')
);

create table experiments.fact (
  key text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  view_name text not null,
  description text not null
);

create table experiments.metric (
  key text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  kind text not null check (kind in ('PROPORTION', 'MEAN', 'RATIO')),
  higher_is_better boolean not null,
  numerator_fact text not null references experiments.fact,
  denominator_fact text references experiments.fact,
  check ((kind = 'RATIO') = (denominator_fact is not null))
);

create table experiments.experiment (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  hypothesis text not null,
  flag_key text not null references experiments.flag,
  unit text not null check (unit in ('ACCOUNT', 'JOB', 'JOB_CATEGORY')),
  state text not null check (state in ('DRAFT', 'RUNNING', 'STOPPED', 'ROLLED_OUT', 'ARCHIVED')),
  layer_id integer references experiments.layer,
  layer_start numeric check (layer_start >= 0),
  layer_share numeric not null check (layer_share > 0 and layer_share <= 100),
  traffic numeric not null check (traffic between 0 and 100),
  audience jsonb,
  primary_metric text not null references experiments.metric,
  secondary_metrics text[] not null,
  guardrails jsonb not null check (jsonb_typeof(guardrails) = 'array'),
  seed text not null check (seed <> ''),
  replaced_rules jsonb,
  started_at timestamptz,
  stopped_at timestamptz,
  version integer not null check (version > 0),
  check (layer_start + layer_share <= 100),
  check (state <> 'RUNNING' or (layer_start is not null and started_at is not null and replaced_rules is not null)),
  -- Blocks of one layer never overlap. Each layer has a hundred of its own on the number line, so a plain range index is enough.
  constraint experiment_layer_blocks exclude using gist
    (numrange(layer_id * 100 + layer_start, layer_id * 100 + layer_start + layer_share) with &&)
    where (state = 'RUNNING' and layer_id is not null)
);
create unique index experiment_one_running_per_flag on experiments.experiment (flag_key) where (state = 'RUNNING');
create index experiment_flag on experiments.experiment (flag_key, id);

create table experiments.arm (
  experiment_id bigint not null references experiments.experiment,
  variant text not null,
  position integer not null,
  weight numeric not null check (weight > 0 and weight <= 100),
  control boolean not null,
  primary key (experiment_id, variant),
  unique (experiment_id, position)
);
create unique index arm_one_control on experiments.arm (experiment_id) where (control);

-- The draw of an experiment with few units, kept as it was made: its analysis permutes within these blocks.
create table experiments.assignment (
  experiment_id bigint not null,
  unit text not null,
  variant text not null,
  block integer not null,
  block_rank integer not null,
  volume numeric not null,
  primary key (experiment_id, unit),
  foreign key (experiment_id, variant) references experiments.arm
);

create table experiments.exposure (
  experiment_id bigint not null,
  unit text not null,
  variant text not null,
  at timestamptz not null,
  crossed boolean not null default false,
  primary key (experiment_id, unit),
  foreign key (experiment_id, variant) references experiments.arm
) partition by hash (unit);
create table experiments.exposure_0 partition of experiments.exposure for values with (modulus 8, remainder 0);
create table experiments.exposure_1 partition of experiments.exposure for values with (modulus 8, remainder 1);
create table experiments.exposure_2 partition of experiments.exposure for values with (modulus 8, remainder 2);
create table experiments.exposure_3 partition of experiments.exposure for values with (modulus 8, remainder 3);
create table experiments.exposure_4 partition of experiments.exposure for values with (modulus 8, remainder 4);
create table experiments.exposure_5 partition of experiments.exposure for values with (modulus 8, remainder 5);
create table experiments.exposure_6 partition of experiments.exposure for values with (modulus 8, remainder 6);
create table experiments.exposure_7 partition of experiments.exposure for values with (modulus 8, remainder 7);

create table experiments.audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null check (actor <> ''),
  action text not null,
  subject text not null,
  before jsonb,
  after jsonb,
  reason text
);
create index audit_entry_subject on experiments.audit_entry (subject, id);

create function experiments.refuse_rewriting_history() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'experiments.% is append only: % refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_entry_append_only before update or delete or truncate on experiments.audit_entry
  for each statement execute function experiments.refuse_rewriting_history();

-- The first time a unit's arm mattered. Called inside the transaction of what it mattered for, so that both commit or neither does.
-- A row that is there already is not locked: charges that meet in one unit do not wait for each other.
create function experiments.expose(p_experiment text, p_unit text, p_variant text, p_at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_experiment bigint;
begin
  select id into v_experiment from experiments.experiment where key = p_experiment;
  if v_experiment is null then
    raise exception 'no experiment has the key %', p_experiment using errcode = 'foreign_key_violation';
  end if;
  insert into experiments.exposure (experiment_id, unit, variant, at)
    values (v_experiment, p_unit, p_variant, p_at)
    on conflict (experiment_id, unit) do nothing;
  if not found then
    update experiments.exposure set crossed = true
      where experiment_id = v_experiment and unit = p_unit and variant <> p_variant and not crossed;
  end if;
end
$$;
revoke all on function experiments.expose(text, text, text, timestamptz) from public;
