-- Jobs, invitations and proposals. A job keeps the rate card, the tier and the arm it was posted under.

create table marketplace.job (
    id                    bigint generated always as identity primary key,
    client_id             bigint      not null references marketplace.account,
    title                 text        not null check (length(title) between 1 and 200),
    description           text        not null check (length(description) between 1 and 20000),
    category              text        not null,
    status                text        not null default 'OPEN' check (status in ('OPEN', 'FILLED', 'CLOSED', 'REMOVED')),
    budget                text        not null check (budget in ('FIXED', 'HOURLY')),
    fixed_cents           bigint      check (fixed_cents > 0),
    experience_level      text        check (experience_level in ('ENTRY', 'INTERMEDIATE', 'EXPERT')),
    weekly_time           text        check (weekly_time in ('LESS_THAN_30_HOURS', 'MORE_THAN_30_HOURS', 'AS_NEEDED')),
    duration              text        check (duration in ('LESS_THAN_1_MONTH', 'ONE_TO_3_MONTHS', 'THREE_TO_6_MONTHS', 'MORE_THAN_6_MONTHS', 'UNKNOWN')),
    minimum_rate_cents    bigint      check (minimum_rate_cents > 0),
    maximum_rate_cents    bigint      check (maximum_rate_cents > 0),
    projected_value_cents bigint,
    featured              boolean     not null default false,
    posted_at             timestamptz not null,
    closed_at             timestamptz,
    rate_card             text        not null,
    rate_card_tiers       integer[]   not null check (cardinality(rate_card_tiers) = 4),
    tier                  integer     not null check (tier between 1 and 4),
    connects              integer     not null check (connects >= 0),
    price_reason          text        not null default 'RATE_CARD' check (price_reason in ('RATE_CARD', 'DEMAND_LOWERED', 'DEMAND_RAISED', 'DEMAND_FREE')),
    treatment_experiment  text,
    treatment_unit        text,
    treatment_variant     text,
    search                tsvector    generated always as (to_tsvector('english', title || ' ' || description)) stored,
    check (budget = 'HOURLY' or (experience_level is null and weekly_time is null and duration is null and minimum_rate_cents is null and maximum_rate_cents is null)),
    check (budget = 'FIXED' or (fixed_cents is null and duration is not null)),
    check (maximum_rate_cents >= minimum_rate_cents),
    check ((treatment_experiment is null) = (treatment_variant is null) and (treatment_experiment is null) = (treatment_unit is null))
);
create index job_posted on marketplace.job (posted_at desc, id desc);
create index job_category_posted on marketplace.job (category, posted_at desc, id desc);
create index job_value on marketplace.job (coalesce(projected_value_cents, 0) desc, id desc);
create index job_connects on marketplace.job (connects, id);
create index job_client on marketplace.job (client_id, id desc);
create index job_search on marketplace.job using gin (search);

create table marketplace.invitation (
    job_id     bigint      not null references marketplace.job,
    talent_id  bigint      not null references marketplace.account,
    invited_at timestamptz not null,
    primary key (job_id, talent_id)
);

create sequence marketplace.proposal_number;

create table marketplace.proposal (
    account_id           bigint      not null references marketplace.account,
    number               bigint      not null default nextval('marketplace.proposal_number'),
    job_id               bigint      not null references marketplace.job,
    status               text        not null default 'SUBMITTED' check (status in ('SUBMITTED', 'INTERVIEWING', 'HIRED', 'DECLINED', 'WITHDRAWN')),
    cover_letter         text        not null check (length(cover_letter) <= 20000),
    bid_cents            bigint      check (bid_cents > 0),
    invited              boolean     not null,
    connects_spent       integer     not null check (connects_spent >= 0),
    connects_returned    integer     not null default 0,
    submitted_at         timestamptz not null,
    primary key (account_id, number),
    constraint proposal_once_per_job unique (account_id, job_id),
    constraint proposal_returns_at_most_what_was_spent check (connects_returned between 0 and connects_spent)
);
create index proposal_job on marketplace.proposal (job_id, number desc);

grant select on marketplace.job, marketplace.invitation, marketplace.proposal to marketplace_app;
