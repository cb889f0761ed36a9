-- +goose Up
-- a running plan had the key of the group that its organisation stated; it has the key of the organisation itself
UPDATE "plans" SET "active_key" = "scheme" || ':' || "id" WHERE "active_key" IS NOT NULL AND "active_key" NOT LIKE
  "scheme" || ':' || (SELECT "kvk_number" FROM "organisations" WHERE "organisations"."id" = "plans"."organisation_id") || '%';
UPDATE "plans" SET "active_key" = "scheme" || ':' || (SELECT "kvk_number" FROM "organisations" WHERE "organisations"."id" = "plans"."organisation_id")
  WHERE "active_key" = "scheme" || ':' || "id";

-- +goose Down
SELECT 1;
