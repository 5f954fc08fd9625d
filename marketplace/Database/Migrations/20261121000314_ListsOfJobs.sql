-- Few jobs are featured, and of those that are no longer open a list is read now and then: without these, a first page that finds too few reads every job.
create index job_featured on marketplace.job (posted_at desc, id desc) where featured;
create index job_ended on marketplace.job (status, posted_at desc, id desc) where status <> 'OPEN';
