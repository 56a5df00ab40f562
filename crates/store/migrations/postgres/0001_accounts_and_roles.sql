-- What an account is: its settings, its roles, the seats it bought, its prices and how it pays. In all these files ids
-- are UUIDv7, instants are microseconds since 1970 UTC, and every key and foreign key carries the account
-- (A3). Ids in brackets are explained in docs/requirements.md.

CREATE TABLE accounts (
  id UUID PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en',
  extension_digits BIGINT NOT NULL DEFAULT 3
    CONSTRAINT extension_digits_3_to_6 CHECK (extension_digits BETWEEN 3 AND 6),
  wrap_up_seconds BIGINT NOT NULL DEFAULT 60,
  only_administrators_add BOOLEAN NOT NULL DEFAULT FALSE,
  dial_extensions BOOLEAN NOT NULL DEFAULT TRUE,
  meeting_base TEXT NOT NULL DEFAULT 'https://meet.example.com',
  default_plan TEXT NOT NULL DEFAULT 'basic',
  paid BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL
);

CREATE TABLE roles (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('administrator', 'manager', 'agent', 'custom')),
  name TEXT NOT NULL,
  name_fold TEXT COLLATE "C" NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  people TEXT NOT NULL CHECK (people IN ('everyone', 'own-groups')),
  numbers TEXT NOT NULL CHECK (numbers IN ('all', 'own-groups', 'held')),
  -- The order roles are listed and sorted in.
  rank BIGINT NOT NULL,
  -- Members with this role that are not deleted; triggers count them.
  members BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  -- Of two people who save one role at once, the second is refused (R2).
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, id),
  CONSTRAINT roles_name_taken UNIQUE (account_id, name_fold)
);

CREATE TABLE role_permissions (
  account_id UUID NOT NULL,
  role_id UUID NOT NULL,
  permission TEXT NOT NULL,
  PRIMARY KEY (account_id, role_id, permission),
  FOREIGN KEY (account_id, role_id) REFERENCES roles (account_id, id) ON DELETE CASCADE
);

-- Which roles somebody with a role may give to others.
CREATE TABLE role_assigns (
  account_id UUID NOT NULL,
  role_id UUID NOT NULL,
  may_assign UUID NOT NULL,
  PRIMARY KEY (account_id, role_id, may_assign),
  FOREIGN KEY (account_id, role_id) REFERENCES roles (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, may_assign) REFERENCES roles (account_id, id) ON DELETE CASCADE
);

CREATE TABLE plan_seats (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  plan TEXT COLLATE "C" NOT NULL CHECK (plan IN ('basic', 'plus', 'pro')),
  bought BIGINT NOT NULL DEFAULT 0 CHECK (bought >= 0),
  -- Of the seats bought, those the account signed up with: they are not charged (S3).
  included BIGINT NOT NULL DEFAULT 0 CHECK (included >= 0),
  -- Members and pending invitations on this plan (S1); triggers count them.
  used BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, plan),
  CONSTRAINT seats_not_oversold CHECK (used BETWEEN 0 AND bought)
);

-- What an account pays instead of list prices (S3). Amounts are minor units of the currency, a month.
CREATE TABLE price_books (
  account_id UUID PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  currency TEXT COLLATE "C" NOT NULL DEFAULT 'USD',
  basic BIGINT NOT NULL DEFAULT 1200 CHECK (basic >= 0),
  plus BIGINT NOT NULL DEFAULT 1900 CHECK (plus >= 0),
  pro BIGINT NOT NULL DEFAULT 2800 CHECK (pro >= 0),
  -- Minutes of outgoing calls that are in the price.
  basic_minutes BIGINT NOT NULL DEFAULT 300,
  plus_minutes BIGINT NOT NULL DEFAULT 1000,
  pro_minutes BIGINT NOT NULL DEFAULT 3000,
  extra_seat BIGINT NOT NULL DEFAULT 0 CHECK (extra_seat >= 0),
  extra_number BIGINT NOT NULL DEFAULT 499 CHECK (extra_number >= 0),
  minute_price BIGINT NOT NULL DEFAULT 3 CHECK (minute_price >= 0)
);

-- Who gets the statement, and what pays it (S7): the provider's reference and what people know a card by. Never a card
-- number.
CREATE TABLE billing_details (
  account_id UUID PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  contact_name TEXT NOT NULL DEFAULT '',
  contact_email TEXT NOT NULL DEFAULT '',
  method_reference TEXT,
  method_brand TEXT,
  method_last_four TEXT
    CONSTRAINT method_last_four_only CHECK (method_last_four IS NULL OR length(method_last_four) = 4),
  method_expires TEXT,
  version BIGINT NOT NULL DEFAULT 1
);
