-- The audit log is cut by month: what is asked for by time reads those months alone, and old months can be moved elsewhere whole.
alter table experiments.audit_entry rename to audit_entry_before;
alter table experiments.audit_entry_before rename constraint audit_entry_pkey to audit_entry_before_pkey;
alter sequence experiments.audit_entry_id_seq rename to audit_entry_before_id_seq;
drop index experiments.audit_entry_subject;

create table experiments.audit_entry (
  id bigint generated always as identity,
  at timestamptz not null,
  actor text not null check (actor <> ''),
  action text not null,
  subject text not null,
  before jsonb,
  after jsonb,
  reason text,
  primary key (id, at)
) partition by range (at);
create index audit_entry_subject on experiments.audit_entry (subject text_pattern_ops, id);
create index audit_entry_actor on experiments.audit_entry (actor, id);
create index audit_entry_action on experiments.audit_entry (action, id);

-- Whatever has no month of its own yet: an entry is never refused for lack of a partition.
create table experiments.audit_entry_default partition of experiments.audit_entry default;

create trigger audit_entry_append_only before update or delete or truncate on experiments.audit_entry
  for each statement execute function experiments.refuse_rewriting_history();
-- The parent's trigger does not see statements that name a partition.
create trigger audit_entry_append_only before update or delete or truncate on experiments.audit_entry_default
  for each statement execute function experiments.refuse_rewriting_history();

-- Makes the partition of a month, with what waits for it in the default one; false when it is there already.
create function experiments.make_audit_partition(p_month date) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_first date := date_trunc('month', p_month::timestamp)::date;
  v_name text := 'audit_entry_' || to_char(v_first, 'YYYY_MM');
  v_from timestamptz := v_first::timestamp at time zone 'UTC';
  v_to timestamptz := (v_first + interval '1 month')::timestamp at time zone 'UTC';
begin
  if to_regclass('experiments.' || v_name) is not null then
    return false;
  end if;
  lock table experiments.audit_entry in access exclusive mode;
  -- Another node may have made it while this one waited.
  if to_regclass('experiments.' || v_name) is not null then
    return false;
  end if;
  execute format('create table experiments.%I (like experiments.audit_entry including defaults including constraints)', v_name);
  alter table experiments.audit_entry_default disable trigger audit_entry_append_only;
  execute format('with moved as (delete from experiments.audit_entry_default where at >= %L and at < %L returning *) insert into experiments.%I select * from moved', v_from, v_to, v_name);
  alter table experiments.audit_entry_default enable trigger audit_entry_append_only;
  execute format('alter table experiments.audit_entry attach partition experiments.%I for values from (%L) to (%L)', v_name, v_from, v_to);
  execute format('create trigger audit_entry_append_only before update or delete or truncate on experiments.%I for each statement execute function experiments.refuse_rewriting_history()', v_name);
  return true;
end
$$;
revoke all on function experiments.make_audit_partition(date) from public;

insert into experiments.audit_entry (id, at, actor, action, subject, before, after, reason) overriding system value
  select id, at, actor, action, subject, before, after, reason from experiments.audit_entry_before order by id;
select setval(pg_get_serial_sequence('experiments.audit_entry', 'id'), greatest(max(id), 1), max(id) is not null) from experiments.audit_entry;
do $$
declare
  -- Read whole before the first is made: a table that a query reads takes no new partition.
  v_months date[] := array(
    select distinct (date_trunc('month', at at time zone 'UTC'))::date from experiments.audit_entry
    union select (date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead))::date from generate_series(0, 2) ahead);
  v_month date;
begin
  foreach v_month in array v_months loop
    perform experiments.make_audit_partition(v_month);
  end loop;
end
$$;
drop table experiments.audit_entry_before;
