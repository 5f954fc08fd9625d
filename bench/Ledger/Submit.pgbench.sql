\set talent random(1, 2000)
\set job random(1, 100000)
\set key random(1, 9000000000000000000)
select outcome, proposal_number, price, available, paid, free, status, invited from marketplace.submit_proposal('account:' || :talent, :talent, :job, 'I can do this.', null, null, null, :key::text, '\x0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', now());
