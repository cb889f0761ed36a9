-- +goose Up
-- modify "plans" table
ALTER TABLE "plans" ADD COLUMN "project_judged_by" jsonb NULL, ADD COLUMN "reviewed_by" jsonb NULL;
-- who judged before is kept as well: four eyes reach over the dossier
UPDATE plans SET project_judged_by = (SELECT jsonb_agg(DISTINCT judged_by) FROM cells WHERE cells.plan_id = plans.id AND registration_id IS NULL AND judged_by IS NOT NULL)
 WHERE id IN (SELECT plan_id FROM cells WHERE registration_id IS NULL AND judged_by IS NOT NULL);
UPDATE plans SET reviewed_by = (SELECT jsonb_agg(DISTINCT who) FROM (SELECT plan_id, judged_by AS who FROM cells WHERE registration_id IS NOT NULL UNION SELECT plan_id, assessor_id FROM registrations) AS judges WHERE judges.plan_id = plans.id AND who IS NOT NULL)
 WHERE id IN (SELECT plan_id FROM registrations WHERE assessor_id IS NOT NULL UNION SELECT plan_id FROM cells WHERE registration_id IS NOT NULL AND judged_by IS NOT NULL);

-- +goose Down
-- reverse: modify "plans" table
ALTER TABLE "plans" DROP COLUMN "reviewed_by", DROP COLUMN "project_judged_by";
