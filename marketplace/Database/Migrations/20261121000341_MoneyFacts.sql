-- Facts of money say which arms the ledger keeps with them; what came back says when it was charged, for it belongs to what its charge belongs to.

create or replace view marketplace.fact_connects_spent as
    select p.account_id, p.job_id, j.category, t.effective_at as at, -t.connects as value, t.treatments
    from marketplace.ledger_transaction t
    join marketplace.proposal p on p.account_id = t.account_id and p.number = t.proposal_number
    join marketplace.job j on j.id = p.job_id
    where t.kind = 'SPEND';

-- What left the account of Connects spent, also where the lot it returned to had ended and none of it could be kept.
create or replace view marketplace.fact_connects_refunded as
    select p.account_id, p.job_id, j.category, t.effective_at as at, -e.amount as value, t.treatments, p.submitted_at as caused_at
    from marketplace.ledger_transaction t
    join marketplace.ledger_entry e on e.account_id = t.account_id and e.transaction_number = t.number and e.system_account = 'SPENT'
    join marketplace.proposal p on p.account_id = t.account_id and p.number = t.proposal_number
    join marketplace.job j on j.id = p.job_id
    where t.kind in ('REFUND', 'INTERVIEW_REFUND');

create or replace view marketplace.fact_rewards_paid as
    select p.account_id, p.job_id, j.category, t.effective_at as at, t.connects as value, t.treatments
    from marketplace.ledger_transaction t
    join marketplace.proposal p on p.account_id = t.account_id and p.number = t.proposal_number
    join marketplace.job j on j.id = p.job_id
    where t.kind in ('INTERVIEW_AWARD', 'REWARD');

create view marketplace.fact_hires as
    select c.account_id, c.job_id, j.category, c.started_at as at, 1::bigint as value
    from marketplace.contract c
    join marketplace.job j on j.id = c.job_id;

-- A purchase belongs to no job: without the columns, nobody can compare it between jobs.
drop view marketplace.fact_purchases_cents;
create view marketplace.fact_purchases_cents as
    select p.account_id, p.purchased_at as at, p.price_cents as value
    from marketplace.purchase p
    where p.state = 'COMPLETED' and p.charged_back_by is null;

grant select on marketplace.fact_hires, marketplace.fact_purchases_cents to marketplace_app;
