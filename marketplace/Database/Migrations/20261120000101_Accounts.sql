-- People and organisations, the domain clock, signing keys and the record of scheduled runs.

create schema if not exists marketplace;
grant usage on schema marketplace to marketplace_app;
-- What is not granted below nobody else may call; a default of one schema could not take back what PUBLIC has everywhere.
alter default privileges revoke execute on functions from public;

create table marketplace.account (
    id               bigint generated always as identity primary key,
    kind             text        not null check (kind in ('FREELANCER', 'AGENCY', 'CLIENT')),
    subject          text        check (subject <> ''),
    display_name     text        not null check (length(display_name) between 1 and 100),
    email            text        not null check (length(email) between 3 and 254),
    email_normalized text        not null,
    phone            text        check (phone ~ '^\+[0-9]{6,15}$'),
    country          text        not null check (country ~ '^[A-Z]{2}$'),
    status           text        not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED', 'BANNED')),
    device_id        text        check (length(device_id) <= 200),
    created_at       timestamptz not null,
    -- An email names at most one account of each kind.
    constraint account_email_once_per_kind unique (email_normalized, kind)
);
create index account_subject on marketplace.account (subject) where subject is not null;

create table marketplace.agency_member (
    agency_id     bigint      not null references marketplace.account,
    freelancer_id bigint      not null references marketplace.account,
    joined_at     timestamptz not null,
    primary key (agency_id, freelancer_id)
);
create index agency_member_freelancer on marketplace.agency_member (freelancer_id);

create table marketplace.membership (
    account_id  bigint      primary key references marketplace.account,
    plan        text        not null check (plan in ('FREELANCER_BASIC', 'FREELANCER_PLUS', 'AGENCY_BASIC', 'AGENCY_PLUS')),
    started_at  timestamptz not null
);

-- The signed-in person acts for an account: it is the person's own, or an agency one of the person's freelancers belongs to.
create function marketplace.may_act_for(p_subject text, p_account bigint) returns boolean
language sql stable set search_path = marketplace, pg_temp as $$
    select exists (select 1 from account where id = p_account and subject = p_subject)
        or exists (select 1
                   from agency_member m
                   join account f on f.id = m.freelancer_id
                   where m.agency_id = p_account and f.subject = p_subject and f.status = 'ACTIVE')
$$;

-- How far the domain clock runs ahead of the real one. One row; forward only.
create table marketplace.domain_clock (
    only_row boolean  primary key default true check (only_row),
    ahead    interval not null default interval '0' check (ahead >= interval '0')
);
insert into marketplace.domain_clock default values;

create function marketplace.clock_moves_forward() returns trigger language plpgsql as $$
begin
    raise exception 'the domain clock moves forward only' using errcode = 'restrict_violation';
end $$;
create trigger clock_moves_forward before update on marketplace.domain_clock
    for each row when (new.ahead < old.ahead) execute function marketplace.clock_moves_forward();

-- The newest key of a purpose signs; older ones still verify.
create table marketplace.signing_key (
    id         bigint generated always as identity primary key,
    purpose    text        not null,
    secret     bytea       not null check (length(secret) >= 32),
    created_at timestamptz not null
);
create index signing_key_purpose on marketplace.signing_key (purpose, id desc);

create table marketplace.scheduled_job_run (
    id          bigint generated always as identity primary key,
    job         text        not null,
    node        text        not null,
    as_of       timestamptz not null,
    started_at  timestamptz not null,
    finished_at timestamptz,
    outcome     text        not null default 'RUNNING' check (outcome in ('RUNNING', 'SUCCEEDED', 'FAILED')),
    processed   integer     not null default 0 check (processed >= 0),
    total       integer     check (total >= 0),
    error       text,
    check ((outcome = 'RUNNING') = (finished_at is null)),
    check ((outcome = 'FAILED') = (error is not null))
);
create index scheduled_job_run_job on marketplace.scheduled_job_run (job, id desc);

grant select on all tables in schema marketplace to marketplace_app;
grant insert (purpose, secret, created_at) on marketplace.signing_key to marketplace_app;
grant update (ahead) on marketplace.domain_clock to marketplace_app;
grant insert, update on marketplace.scheduled_job_run to marketplace_app;

-- A development token for an account that nobody is bound to yet gives it a subject of its own; one that is bound keeps it.
create function marketplace.bind_development_subject(p_account bigint) returns text
language sql security definer set search_path = marketplace, pg_temp as $$
    update account set subject = coalesce(subject, 'account:' || id) where id = p_account returning subject
$$;

grant execute on function marketplace.may_act_for, marketplace.bind_development_subject to marketplace_app;
