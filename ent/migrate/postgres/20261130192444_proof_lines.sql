-- +goose Up
-- modify "audit_entries" table
ALTER TABLE "audit_entries" DROP COLUMN "regional_organisation_id", ADD COLUMN "covers" jsonb NULL;
-- modify "audit_heads" table
ALTER TABLE "audit_heads" ADD COLUMN "is_covered" boolean NOT NULL DEFAULT false;

-- +goose Down
-- reverse: modify "audit_heads" table
ALTER TABLE "audit_heads" DROP COLUMN "is_covered";
-- reverse: modify "audit_entries" table
ALTER TABLE "audit_entries" DROP COLUMN "covers", ADD COLUMN "regional_organisation_id" character varying NULL;
