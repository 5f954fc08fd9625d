-- The self-check holds what it has read, of which the planner knows nothing, and joins all of it: taken for a row or two it would be looked through again for
-- each row of the other side.
alter function marketplace.ledger_discrepancies_of(bigint, bigint) set enable_nestloop = off;
