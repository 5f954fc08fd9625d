-- The ledger: wallets, lots, transactions, entries, slices; purchases and idempotency beside it.
-- One statement writes the whole of a transaction: its row, all its entries, the lots and the wallets it moves.

create table marketplace.wallet (
    account_id bigint not null references marketplace.account,
    asset      text   not null check (asset in ('CONNECTS', 'USD')),
    paid       bigint not null default 0,
    free       bigint not null default 0,
    -- The cash wallet is one chain of entries, numbered 0; this is its newest position. Connects chain in their lots.
    last_seq   integer not null default 0 check (last_seq >= 0),
    primary key (account_id, asset),
    constraint wallet_never_negative check (paid >= 0 and free >= 0),
    check (asset = 'CONNECTS' or free = 0),
    check (asset = 'USD' or last_seq = 0)
) with (fillfactor = 70);

create sequence marketplace.lot_number;
create sequence marketplace.transaction_number;
create sequence marketplace.purchase_number;

create table marketplace.lot (
    account_id bigint      not null references marketplace.account,
    number     bigint      not null default nextval('marketplace.lot_number'),
    kind       text        not null check (kind in ('PAID', 'FREE')),
    origin     text        not null check (origin in ('PURCHASE', 'PLAN', 'PLAN_UPGRADE', 'PROFILE_APPROVED', 'READINESS_TEST', 'RISING_TALENT',
                                                      'AGENCY_WELCOME', 'INTERVIEW_AWARD', 'RANDOMIZED_REWARD', 'REFERRAL', 'COURTESY', 'REFUND')),
    amount     integer     not null check (amount > 0),
    remaining  integer     not null,
    last_seq   integer     not null default 1 check (last_seq >= 1),
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    cost_cents bigint      not null default 0 check (cost_cents >= 0),
    -- What makes a grant unique: a purchase, a billing cycle, a lifetime award.
    period_key text        not null,
    -- A lot lies in a Connects wallet; a client has none.
    asset      text        not null generated always as ('CONNECTS') stored,
    primary key (account_id, number),
    foreign key (account_id, asset) references marketplace.wallet (account_id, asset),
    constraint lot_within_its_amount check (remaining between 0 and amount),
    check (expires_at > issued_at),
    constraint lot_once_per_origin_and_period unique (account_id, origin, kind, period_key)
) with (fillfactor = 70);
create index lot_spending_order on marketplace.lot (account_id, kind desc, expires_at, issued_at, number) where remaining > 0;
create index lot_expiry on marketplace.lot (expires_at, account_id) where remaining > 0;

create table marketplace.ledger_transaction (
    account_id     bigint      not null references marketplace.account,
    number         bigint      not null default nextval('marketplace.transaction_number'),
    kind           text        not null check (kind in ('PURCHASE', 'GRANT', 'SPEND', 'REFUND', 'EXPIRY', 'FORFEIT', 'PLAN_FEE', 'FEATURED_JOB')),
    -- What happened outside the ledger: 'proposal:7', 'purchase:3', 'job:9'. Transactions of several accounts share one.
    reference      text        not null,
    description    text        not null,
    job_id         bigint,
    proposal_number bigint,
    lot_number     bigint,
    -- What it did to the account's two wallets, and what they held afterwards.
    connects       bigint      not null default 0,
    connects_after bigint      check (connects_after >= 0),
    cash           bigint      not null default 0,
    cash_after     bigint      check (cash_after >= 0),
    treatments     jsonb       not null default '[]',
    effective_at   timestamptz not null,
    created_at     timestamptz not null default clock_timestamp(),
    primary key (account_id, number),
    check ((kind in ('EXPIRY', 'FORFEIT')) = (lot_number is not null)),
    check (connects = 0 or connects_after is not null),
    check (cash = 0 or cash_after is not null)
) partition by hash (account_id);
create unique index ledger_transaction_one_expiry_per_lot on marketplace.ledger_transaction (account_id, lot_number) where kind = 'EXPIRY';
create index ledger_transaction_connects on marketplace.ledger_transaction (account_id, number desc) where connects_after is not null;

create table marketplace.ledger_entry (
    account_id         bigint   not null,
    transaction_number bigint   not null,
    number             smallint not null check (number >= 1),
    asset              text     not null check (asset in ('CONNECTS', 'USD')),
    -- A lot's number, or 0 for the cash wallet; null for a system account.
    chain              bigint,
    system_account     text     check (system_account in ('ISSUED', 'SPENT', 'EXPIRED', 'FORFEITED', 'REFUNDED', 'CARD_CLEARING', 'EARNINGS',
                                                          'REWARDS_EXPENSE', 'REWARDS_PENDING', 'PLAN_REVENUE', 'CONNECTS_REVENUE', 'JOB_REVENUE')),
    amount             bigint   not null check (amount <> 0),
    seq                integer  check (seq >= 1),
    balance_before     bigint,
    balance_after      bigint,
    previous_seq       integer  generated always as (case when seq > 1 then seq - 1 end) stored,
    lot_number         bigint   generated always as (nullif(chain, 0)) stored,
    primary key (account_id, transaction_number, number),
    foreign key (account_id, transaction_number) references marketplace.ledger_transaction (account_id, number),
    constraint entry_names_a_lot_of_its_account foreign key (account_id, lot_number) references marketplace.lot (account_id, number),
    constraint entry_is_in_a_wallet_or_a_system_account check ((chain is null) <> (system_account is null)),
    constraint entry_chain_is_complete check (num_nulls(chain, seq, balance_before, balance_after) in (0, 4)),
    constraint entry_chain_is_of_its_asset check (chain is null or (chain = 0) = (asset = 'USD')),
    constraint entry_adds_up check (balance_after = balance_before + amount and balance_after >= 0),
    constraint entry_chain_begins_at_zero check (seq > 1 or balance_before = 0),
    constraint entry_one_position_per_seq unique (account_id, chain, seq),
    constraint entry_position unique (account_id, chain, seq, balance_after),
    constraint entry_continues_its_predecessor foreign key (account_id, chain, previous_seq, balance_before)
        references marketplace.ledger_entry (account_id, chain, seq, balance_after)
) partition by hash (account_id);

do $$
begin
    for partition in 0 .. 7 loop
        execute format('create table marketplace.ledger_transaction_%s partition of marketplace.ledger_transaction for values with (modulus 8, remainder %s)', partition, partition);
        execute format('create table marketplace.ledger_entry_%s partition of marketplace.ledger_entry for values with (modulus 8, remainder %s)', partition, partition);
    end loop;
end $$;

-- A lot's cached balance is proved, not trusted: it must be the newest entry of its chain. The cash wallet likewise.
alter table marketplace.lot add constraint lot_balance_is_its_newest_entry
    foreign key (account_id, number, last_seq, remaining) references marketplace.ledger_entry (account_id, chain, seq, balance_after);
alter table marketplace.wallet add column chain bigint generated always as (case when asset = 'USD' and last_seq > 0 then 0 end) stored;
alter table marketplace.wallet add constraint cash_balance_is_its_newest_entry
    foreign key (account_id, chain, last_seq, paid) references marketplace.ledger_entry (account_id, chain, seq, balance_after);
alter table marketplace.wallet add constraint cash_without_entries_is_zero check (asset = 'CONNECTS' or last_seq > 0 or paid = 0);

-- Which lots a spend took from; no refund can mint Connects.
create table marketplace.slice (
    account_id         bigint  not null,
    transaction_number bigint  not null,
    lot_number         bigint  not null,
    proposal_number    bigint  not null,
    spent              integer not null check (spent > 0),
    returned           integer not null default 0,
    primary key (account_id, transaction_number, lot_number),
    foreign key (account_id, transaction_number) references marketplace.ledger_transaction (account_id, number),
    foreign key (account_id, lot_number) references marketplace.lot (account_id, number),
    foreign key (account_id, proposal_number) references marketplace.proposal (account_id, number),
    constraint slice_returns_at_most_what_was_spent check (returned between 0 and spent)
);
create index slice_proposal on marketplace.slice (account_id, proposal_number);

create table marketplace.purchase (
    account_id         bigint      not null references marketplace.account,
    number             bigint      not null default nextval('marketplace.purchase_number'),
    state              text        not null check (state in ('PENDING', 'COMPLETED', 'DECLINED')),
    connects           integer     not null check (connects > 0),
    price_cents        bigint      not null check (price_cents > 0),
    method             text        not null check (method in ('CARD', 'PAYPAL', 'EARNINGS')),
    -- The gateway's name for the charge: one charge, one purchase.
    charge_reference   text        not null unique,
    purchased_at       timestamptz not null,
    lot_number         bigint,
    transaction_number bigint,
    primary key (account_id, number),
    foreign key (account_id, lot_number) references marketplace.lot (account_id, number),
    foreign key (account_id, transaction_number) references marketplace.ledger_transaction (account_id, number),
    check ((state = 'COMPLETED') = (lot_number is not null)),
    check ((state = 'COMPLETED') = (transaction_number is not null))
);

-- What the sandbox gateway has charged, so that the same reference is charged once whatever is retried.
create table marketplace.sandbox_charge (
    reference    text        primary key,
    amount_cents bigint      not null check (amount_cents > 0),
    outcome      text        not null check (outcome in ('SETTLED', 'DECLINED', 'PENDING')),
    charged_at   timestamptz not null
);

create table marketplace.idempotency (
    account_id bigint      not null references marketplace.account,
    operation  text        not null,
    key        text        not null check (length(key) between 1 and 200),
    input_hash bytea       not null,
    -- The number of what the operation made: a proposal's, a purchase's, a job's; null while a gateway is asked.
    result     bigint,
    created_at timestamptz not null default clock_timestamp(),
    primary key (account_id, operation, key)
);

grant select on marketplace.wallet, marketplace.lot, marketplace.ledger_transaction, marketplace.ledger_entry, marketplace.slice,
    marketplace.purchase, marketplace.idempotency, marketplace.sandbox_charge to marketplace_app;
grant insert on marketplace.sandbox_charge to marketplace_app;
