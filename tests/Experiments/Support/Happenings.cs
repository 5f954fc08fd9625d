namespace Experiments.Tests.Support;

/// <summary>What stands for the host's tables: one table of things that happened, and a view of it for each fact.</summary>
public static class Happenings
{
    public const string Schema = """
        create schema marketplace;
        create table marketplace.happening (
            fact text not null, account_id bigint, job_id bigint, category text, unit text, at timestamptz not null, value numeric not null default 1, caused_at timestamptz);
        create view marketplace.fact_connects_spent as
            select account_id, job_id, category, at, value::bigint as value, '[]'::jsonb as treatments from marketplace.happening where fact = 'connects-spent';
        create view marketplace.fact_proposals as
            select account_id, job_id, category, at, value::integer as value from marketplace.happening where fact = 'proposals';
        create view marketplace.fact_refunds as
            select account_id, job_id, category, at, value, caused_at from marketplace.happening where fact = 'refunds';
        create view marketplace.fact_visits as
            select unit as account_id, at, value from marketplace.happening where fact = 'visits';
        grant usage on schema marketplace to marketplace_app;
        grant select, insert, delete on marketplace.happening to marketplace_app;
        grant select on marketplace.fact_connects_spent, marketplace.fact_proposals, marketplace.fact_refunds, marketplace.fact_visits to marketplace_app;
        """;
}
