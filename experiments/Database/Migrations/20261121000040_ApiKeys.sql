-- Secrets that let programs evaluate flags. Only a hash is kept: the secret has 256 random bits, so a fast hash of it cannot be guessed back.
create table experiments.api_key (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  -- The part of a secret that finds its row; it opens nothing by itself.
  prefix text not null unique,
  hash bytea not null check (length(hash) = 32),
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_in_use on experiments.api_key (id) where revoked_at is null;
