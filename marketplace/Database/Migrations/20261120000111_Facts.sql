-- Facts: what happened, to which unit of whatever kind, when, and how much of it. Metrics of experiments are configured over these views.

create view marketplace.fact_connects_spent as
    select p.account_id, p.job_id, j.category, t.effective_at as at, -t.connects as value
    from marketplace.ledger_transaction t
    join marketplace.proposal p on p.account_id = t.account_id and p.number = t.proposal_number
    join marketplace.job j on j.id = p.job_id
    where t.kind = 'SPEND';

create view marketplace.fact_connects_refunded as
    select p.account_id, p.job_id, j.category, t.effective_at as at, t.connects as value
    from marketplace.ledger_transaction t
    join marketplace.proposal p on p.account_id = t.account_id and p.number = t.proposal_number
    join marketplace.job j on j.id = p.job_id
    where t.kind = 'REFUND';

create view marketplace.fact_proposals as
    select p.account_id, p.job_id, j.category, p.submitted_at as at, 1::bigint as value
    from marketplace.proposal p
    join marketplace.job j on j.id = p.job_id;

create view marketplace.fact_jobs_posted as
    select j.client_id as account_id, j.id as job_id, j.category, j.posted_at as at, 1::bigint as value
    from marketplace.job j;

create view marketplace.fact_purchases_cents as
    select p.account_id, null::bigint as job_id, null::text as category, p.purchased_at as at, p.price_cents as value
    from marketplace.purchase p
    where p.state = 'COMPLETED';

grant select on marketplace.fact_connects_spent, marketplace.fact_connects_refunded, marketplace.fact_proposals,
    marketplace.fact_jobs_posted, marketplace.fact_purchases_cents to marketplace_app;
