-- R2: of two people who save one role at once, one is told (as with members, M7).
ALTER TABLE roles ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
