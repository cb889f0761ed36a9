-- +goose Up
-- modify "registrations" table
ALTER TABLE "registrations" ADD COLUMN "first_submitted_at" timestamptz NULL;

-- the log knows the first submission; a withdrawal ends it
UPDATE "registrations" SET "first_submitted_at" = COALESCE((
  SELECT MIN("at") FROM "audit_entries"
  WHERE "audit_entries"."subject_id" = "registrations"."id" AND "act" = 'submitRegistration' AND "result" = 'DONE'
), "submitted_at") WHERE "submitted_at" IS NOT NULL AND "state" <> 'WITHDRAWN';

-- +goose Down
-- reverse: modify "registrations" table
ALTER TABLE "registrations" DROP COLUMN "first_submitted_at";
