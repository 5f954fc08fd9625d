-- What people write as JSON is kept as they wrote it: jsonb would put the members in another order, and a change would answer with other text than
-- the next read.
alter table experiments.flag
  drop constraint flag_check,
  alter column definition type json using definition::json,
  add constraint flag_definition_check check (json_typeof(definition) = 'object' and definition ->> 'id' = key);
alter table experiments.experiment
  alter column audience type json using audience::json,
  alter column replaced_rules type json using replaced_rules::json;
