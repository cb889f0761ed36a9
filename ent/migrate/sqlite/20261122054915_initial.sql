-- +goose Up
-- create "audit_entries" table
CREATE TABLE `audit_entries` (`id` text NOT NULL, `organisation_id` text NULL, `regional_organisation_id` text NULL, `dossier_id` text NOT NULL, `sequence` integer NOT NULL, `at` datetime NOT NULL, `act` text NOT NULL, `subject_id` text NULL, `actor_person` text NULL, `actor_token` text NULL, `role` text NULL, `on_behalf_of` text NULL, `origin` text NULL, `policy` text NULL, `evaluation_id` text NULL, `rules` json NULL, `reason` text NULL, `result` text NOT NULL, `previous_hash` text NOT NULL, `hash` text NOT NULL, PRIMARY KEY (`id`));
-- create index "auditentry_dossier_id_sequence" to table: "audit_entries"
CREATE UNIQUE INDEX `auditentry_dossier_id_sequence` ON `audit_entries` (`dossier_id`, `sequence`);
-- create index "auditentry_subject_id" to table: "audit_entries"
CREATE INDEX `auditentry_subject_id` ON `audit_entries` (`subject_id`);
-- create "audit_heads" table
CREATE TABLE `audit_heads` (`id` text NOT NULL, `sequence` integer NOT NULL, `hash` text NOT NULL, PRIMARY KEY (`id`));
-- create "cells" table
CREATE TABLE `cells` (`id` text NOT NULL, `organisation_id` text NOT NULL, `regional_organisation_id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `updated_at` datetime NOT NULL, `column` text NOT NULL, `kind` text NOT NULL, `state` text NOT NULL, `is_complete` bool NOT NULL DEFAULT (false), `verdict` text NULL, `reason` text NULL, `note` text NULL, `judged_at` datetime NULL, `judged_by` text NULL, `participation_id` text NULL, `plan_id` text NOT NULL, `registration_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `cells_participations_cells` FOREIGN KEY (`participation_id`) REFERENCES `participations` (`id`) ON DELETE CASCADE, CONSTRAINT `cells_plans_cells` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE NO ACTION, CONSTRAINT `cells_registrations_cells` FOREIGN KEY (`registration_id`) REFERENCES `registrations` (`id`) ON DELETE NO ACTION);
-- create index "cell_registration_id_participation_id_column" to table: "cells"
CREATE UNIQUE INDEX `cell_registration_id_participation_id_column` ON `cells` (`registration_id`, `participation_id`, `column`);
-- create index "cell_of_registration" to table: "cells"
CREATE UNIQUE INDEX `cell_of_registration` ON `cells` (`registration_id`, `column`) WHERE participation_id IS NULL AND registration_id IS NOT NULL;
-- create index "cell_of_project" to table: "cells"
CREATE UNIQUE INDEX `cell_of_project` ON `cells` (`plan_id`, `column`) WHERE registration_id IS NULL;
-- create index "cell_participation_id" to table: "cells"
CREATE INDEX `cell_participation_id` ON `cells` (`participation_id`);
-- create index "cell_organisation_id" to table: "cells"
CREATE INDEX `cell_organisation_id` ON `cells` (`organisation_id`);
-- create index "cell_regional_organisation_id" to table: "cells"
CREATE INDEX `cell_regional_organisation_id` ON `cells` (`regional_organisation_id`);
-- create "decisions" table
CREATE TABLE `decisions` (`id` text NOT NULL, `organisation_id` text NOT NULL, `regional_organisation_id` text NOT NULL, `verdict` text NOT NULL, `note` text NULL, `at` datetime NOT NULL, `by` text NOT NULL, `amount_cents` integer NULL, `evaluation_id` text NOT NULL, `registration_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `decisions_evaluations_evaluation` FOREIGN KEY (`evaluation_id`) REFERENCES `evaluations` (`id`) ON DELETE NO ACTION, CONSTRAINT `decisions_registrations_decisions` FOREIGN KEY (`registration_id`) REFERENCES `registrations` (`id`) ON DELETE NO ACTION);
-- create index "decision_registration_id_at" to table: "decisions"
CREATE INDEX `decision_registration_id_at` ON `decisions` (`registration_id`, `at`);
-- create index "decision_organisation_id" to table: "decisions"
CREATE INDEX `decision_organisation_id` ON `decisions` (`organisation_id`);
-- create index "decision_regional_organisation_id" to table: "decisions"
CREATE INDEX `decision_regional_organisation_id` ON `decisions` (`regional_organisation_id`);
-- create "documents" table
CREATE TABLE `documents` (`id` text NOT NULL, `organisation_id` text NOT NULL, `regional_organisation_id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `kind` text NOT NULL, `statement` json NOT NULL, `attached_by` text NOT NULL, `removed_at` datetime NULL, `plan_id` text NOT NULL, `registration_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `documents_plans_documents` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE NO ACTION, CONSTRAINT `documents_registrations_documents` FOREIGN KEY (`registration_id`) REFERENCES `registrations` (`id`) ON DELETE NO ACTION);
-- create index "document_registration_id" to table: "documents"
CREATE INDEX `document_registration_id` ON `documents` (`registration_id`);
-- create index "document_plan_id_kind" to table: "documents"
CREATE INDEX `document_plan_id_kind` ON `documents` (`plan_id`, `kind`);
-- create index "document_organisation_id" to table: "documents"
CREATE INDEX `document_organisation_id` ON `documents` (`organisation_id`);
-- create index "document_regional_organisation_id" to table: "documents"
CREATE INDEX `document_regional_organisation_id` ON `documents` (`regional_organisation_id`);
-- create "employees" table
CREATE TABLE `employees` (`id` text NOT NULL, `regional_organisation_id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `name` text NOT NULL, `date_of_birth` date NOT NULL, `external_reference` text NULL, `employment` text NOT NULL, `employed_since` date NULL, `employed_until` date NULL, `contract_hours` integer NULL, `organisation_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `employees_organisations_organisation` FOREIGN KEY (`organisation_id`) REFERENCES `organisations` (`id`) ON DELETE NO ACTION);
-- create index "employee_organisation_id_name_id" to table: "employees"
CREATE INDEX `employee_organisation_id_name_id` ON `employees` (`organisation_id`, `name`, `id`);
-- create index "employee_regional_organisation_id_name_id" to table: "employees"
CREATE INDEX `employee_regional_organisation_id_name_id` ON `employees` (`regional_organisation_id`, `name`, `id`);
-- create index "employee_organisation_id_external_reference" to table: "employees"
CREATE UNIQUE INDEX `employee_organisation_id_external_reference` ON `employees` (`organisation_id`, `external_reference`);
-- create index "employee_organisation_id_employed_since_id" to table: "employees"
CREATE INDEX `employee_organisation_id_employed_since_id` ON `employees` (`organisation_id`, `employed_since`, `id`);
-- create index "employee_organisation_id_updated_at_id" to table: "employees"
CREATE INDEX `employee_organisation_id_updated_at_id` ON `employees` (`organisation_id`, `updated_at`, `id`);
-- create index "employee_date_of_birth" to table: "employees"
CREATE INDEX `employee_date_of_birth` ON `employees` (`date_of_birth`);
-- create "evaluations" table
CREATE TABLE `evaluations` (`id` text NOT NULL, `organisation_id` text NOT NULL, `regional_organisation_id` text NOT NULL, `subject` text NOT NULL, `subject_id` text NOT NULL, `as_of` datetime NOT NULL, `judged_at` datetime NOT NULL, `valid_until` datetime NULL, `facts_hash` text NOT NULL, `parameters_hash` text NOT NULL, `outcome` text NOT NULL, `amount_cents` integer NULL, `facts` blob NOT NULL, `answer` blob NOT NULL, `plan_id` text NOT NULL, `release_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `evaluations_plans_plan` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE NO ACTION, CONSTRAINT `evaluations_scheme_releases_release` FOREIGN KEY (`release_id`) REFERENCES `scheme_releases` (`id`) ON DELETE NO ACTION);
-- create index "evaluation_subject_id_judged_at" to table: "evaluations"
CREATE INDEX `evaluation_subject_id_judged_at` ON `evaluations` (`subject_id`, `judged_at`);
-- create index "evaluation_plan_id" to table: "evaluations"
CREATE INDEX `evaluation_plan_id` ON `evaluations` (`plan_id`);
-- create index "evaluation_organisation_id" to table: "evaluations"
CREATE INDEX `evaluation_organisation_id` ON `evaluations` (`organisation_id`);
-- create index "evaluation_regional_organisation_id" to table: "evaluations"
CREATE INDEX `evaluation_regional_organisation_id` ON `evaluations` (`regional_organisation_id`);
-- create "events" table
CREATE TABLE `events` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organisation_id` text NULL, `regional_organisation_id` text NULL, `key` text NOT NULL, `xid` integer NULL DEFAULT (0), `type` text NOT NULL, `occurred_at` datetime NOT NULL, `subject_id` text NOT NULL, `subject_version` integer NULL, `dossier_id` text NULL, `cause` text NULL);
-- create index "events_key_key" to table: "events"
CREATE UNIQUE INDEX `events_key_key` ON `events` (`key`);
-- create index "event_xid_id" to table: "events"
CREATE INDEX `event_xid_id` ON `events` (`xid`, `id`);
-- create index "event_organisation_id_xid_id" to table: "events"
CREATE INDEX `event_organisation_id_xid_id` ON `events` (`organisation_id`, `xid`, `id`);
-- create "files" table
CREATE TABLE `files` (`id` text NOT NULL, `organisation_id` text NOT NULL, `regional_organisation_id` text NOT NULL, `blob_key` text NOT NULL, `name` text NOT NULL, `type` text NOT NULL, `size` integer NOT NULL, `sha256` text NOT NULL, `uploaded_at` datetime NOT NULL, `superseded_at` datetime NULL, `document_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `files_documents_files` FOREIGN KEY (`document_id`) REFERENCES `documents` (`id`) ON DELETE NO ACTION);
-- create index "file_document_id" to table: "files"
CREATE INDEX `file_document_id` ON `files` (`document_id`);
-- create index "file_sha256" to table: "files"
CREATE INDEX `file_sha256` ON `files` (`sha256`);
-- create index "file_organisation_id" to table: "files"
CREATE INDEX `file_organisation_id` ON `files` (`organisation_id`);
-- create index "file_regional_organisation_id" to table: "files"
CREATE INDEX `file_regional_organisation_id` ON `files` (`regional_organisation_id`);
-- create "grant_amounts" table
CREATE TABLE `grant_amounts` (`id` text NOT NULL, `budget` text NOT NULL, `amount_cents` integer NOT NULL, `plan_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `grant_amounts_plans_grants` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE NO ACTION);
-- create index "grantamount_plan_id_budget" to table: "grant_amounts"
CREATE UNIQUE INDEX `grantamount_plan_id_budget` ON `grant_amounts` (`plan_id`, `budget`);
-- create "idempotency_keys" table
CREATE TABLE `idempotency_keys` (`id` text NOT NULL, `actor_key` text NOT NULL, `key` text NOT NULL, `request_hash` text NOT NULL, `response` blob NOT NULL, `created_at` datetime NOT NULL, PRIMARY KEY (`id`));
-- create index "idempotencykey_actor_key_key" to table: "idempotency_keys"
CREATE UNIQUE INDEX `idempotencykey_actor_key_key` ON `idempotency_keys` (`actor_key`, `key`);
-- create index "idempotencykey_created_at" to table: "idempotency_keys"
CREATE INDEX `idempotencykey_created_at` ON `idempotency_keys` (`created_at`);
-- create "numbers" table
CREATE TABLE `numbers` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT);
-- create "one_time_codes" table
CREATE TABLE `one_time_codes` (`id` text NOT NULL, `purpose` text NOT NULL, `code_hash` text NOT NULL, `expires_at` datetime NOT NULL, `used_at` datetime NULL, `person_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `one_time_codes_persons_person` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- create index "one_time_codes_code_hash_key" to table: "one_time_codes"
CREATE UNIQUE INDEX `one_time_codes_code_hash_key` ON `one_time_codes` (`code_hash`);
-- create index "onetimecode_person_id_purpose" to table: "one_time_codes"
CREATE INDEX `onetimecode_person_id_purpose` ON `one_time_codes` (`person_id`, `purpose`);
-- create "organisations" table
CREATE TABLE `organisations` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `name` text NOT NULL, `kvk_number` text NOT NULL, `postcode` text NOT NULL, `funding_laws` json NOT NULL, `is_medical_specialist` bool NULL, `is_subcontractor_only` bool NULL, `group_top_name` text NULL, `group_top_kvk_number` text NULL, `region_id` text NOT NULL, `regional_organisation_id` text NOT NULL, `region_by_hand` bool NOT NULL DEFAULT (false), `region_reason` text NULL, PRIMARY KEY (`id`));
-- create index "organisations_kvk_number_key" to table: "organisations"
CREATE UNIQUE INDEX `organisations_kvk_number_key` ON `organisations` (`kvk_number`);
-- create index "organisation_name_id" to table: "organisations"
CREATE INDEX `organisation_name_id` ON `organisations` (`name`, `id`);
-- create index "organisation_created_at_id" to table: "organisations"
CREATE INDEX `organisation_created_at_id` ON `organisations` (`created_at`, `id`);
-- create index "organisation_regional_organisation_id_name_id" to table: "organisations"
CREATE INDEX `organisation_regional_organisation_id_name_id` ON `organisations` (`regional_organisation_id`, `name`, `id`);
-- create index "organisation_region_id_name_id" to table: "organisations"
CREATE INDEX `organisation_region_id_name_id` ON `organisations` (`region_id`, `name`, `id`);
-- create "participations" table
CREATE TABLE `participations` (`id` text NOT NULL, `organisation_id` text NOT NULL, `regional_organisation_id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `employee_name` text NOT NULL, `statement` json NOT NULL, `outcome` text NULL, `amount_cents` integer NULL, `employee_id` text NOT NULL, `registration_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `participations_employees_participations` FOREIGN KEY (`employee_id`) REFERENCES `employees` (`id`) ON DELETE NO ACTION, CONSTRAINT `participations_registrations_participations` FOREIGN KEY (`registration_id`) REFERENCES `registrations` (`id`) ON DELETE NO ACTION);
-- create index "participation_registration_id_employee_id" to table: "participations"
CREATE UNIQUE INDEX `participation_registration_id_employee_id` ON `participations` (`registration_id`, `employee_id`);
-- create index "participation_registration_id_employee_name_id" to table: "participations"
CREATE INDEX `participation_registration_id_employee_name_id` ON `participations` (`registration_id`, `employee_name`, `id`);
-- create index "participation_employee_id" to table: "participations"
CREATE INDEX `participation_employee_id` ON `participations` (`employee_id`);
-- create index "participation_organisation_id" to table: "participations"
CREATE INDEX `participation_organisation_id` ON `participations` (`organisation_id`);
-- create index "participation_regional_organisation_id" to table: "participations"
CREATE INDEX `participation_regional_organisation_id` ON `participations` (`regional_organisation_id`);
-- create "partner_tokens" table
CREATE TABLE `partner_tokens` (`id` text NOT NULL, `name` text NOT NULL, `prefix` text NOT NULL, `secret_hash` text NOT NULL, `scopes` json NOT NULL, `created_by` text NOT NULL, `created_at` datetime NOT NULL, `expires_at` datetime NOT NULL, `last_used_at` datetime NULL, `revoked_at` datetime NULL, `version` integer NOT NULL DEFAULT (1), `organisation_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `partner_tokens_organisations_organisation` FOREIGN KEY (`organisation_id`) REFERENCES `organisations` (`id`) ON DELETE NO ACTION);
-- create index "partner_tokens_secret_hash_key" to table: "partner_tokens"
CREATE UNIQUE INDEX `partner_tokens_secret_hash_key` ON `partner_tokens` (`secret_hash`);
-- create index "partnertoken_organisation_id" to table: "partner_tokens"
CREATE INDEX `partnertoken_organisation_id` ON `partner_tokens` (`organisation_id`);
-- create "persons" table
CREATE TABLE `persons` (`id` text NOT NULL, `name` text NOT NULL, `email` text NOT NULL, `password_hash` text NOT NULL, `confirmed_at` datetime NULL, `failed_attempts` integer NOT NULL DEFAULT (0), `locked_until` datetime NULL, `language` text NOT NULL DEFAULT ('nl'), `created_at` datetime NOT NULL, PRIMARY KEY (`id`));
-- create index "persons_email_key" to table: "persons"
CREATE UNIQUE INDEX `persons_email_key` ON `persons` (`email`);
-- create "plans" table
CREATE TABLE `plans` (`id` text NOT NULL, `regional_organisation_id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `number` text NOT NULL, `scheme` text NOT NULL, `state` text NOT NULL, `active_key` text NULL, `submitted_at` datetime NULL, `requested_cents` integer NOT NULL DEFAULT (0), `facts` json NULL, `outcome` text NULL, `evaluation_id` text NULL, `valid_until` datetime NULL, `assessment_verdict` text NULL, `assessment_note` text NULL, `assessed_at` datetime NULL, `assessed_by` text NULL, `grant_note` text NULL, `granted_at` datetime NULL, `granted_by` text NULL, `withdrawn_reason` text NULL, `signatory_name` text NULL, `project_version` integer NOT NULL DEFAULT (1), `organisation_id` text NOT NULL, `release_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `plans_organisations_plans` FOREIGN KEY (`organisation_id`) REFERENCES `organisations` (`id`) ON DELETE NO ACTION, CONSTRAINT `plans_scheme_releases_release` FOREIGN KEY (`release_id`) REFERENCES `scheme_releases` (`id`) ON DELETE NO ACTION);
-- create index "plans_number_key" to table: "plans"
CREATE UNIQUE INDEX `plans_number_key` ON `plans` (`number`);
-- create index "plans_active_key_key" to table: "plans"
CREATE UNIQUE INDEX `plans_active_key_key` ON `plans` (`active_key`);
-- create index "plan_organisation_id_number" to table: "plans"
CREATE INDEX `plan_organisation_id_number` ON `plans` (`organisation_id`, `number`);
-- create index "plan_regional_organisation_id_number" to table: "plans"
CREATE INDEX `plan_regional_organisation_id_number` ON `plans` (`regional_organisation_id`, `number`);
-- create index "plan_regional_organisation_id_submitted_at_id" to table: "plans"
CREATE INDEX `plan_regional_organisation_id_submitted_at_id` ON `plans` (`regional_organisation_id`, `submitted_at`, `id`);
-- create index "plan_submitted_at_id" to table: "plans"
CREATE INDEX `plan_submitted_at_id` ON `plans` (`submitted_at`, `id`);
-- create index "plan_requested_cents_id" to table: "plans"
CREATE INDEX `plan_requested_cents_id` ON `plans` (`requested_cents`, `id`);
-- create index "plan_state_submitted_at_id" to table: "plans"
CREATE INDEX `plan_state_submitted_at_id` ON `plans` (`state`, `submitted_at`, `id`);
-- create index "plan_valid_until" to table: "plans"
CREATE INDEX `plan_valid_until` ON `plans` (`valid_until`);
-- create "plan_lines" table
CREATE TABLE `plan_lines` (`id` text NOT NULL, `activity` text NOT NULL, `position` integer NOT NULL, `participants` integer NOT NULL, `requested_cents` integer NOT NULL, `assessed_participants` integer NULL, `assessed_cents` integer NULL, `reduction_reason` text NULL, `plan_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `plan_lines_plans_lines` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE NO ACTION);
-- create index "planline_plan_id_activity" to table: "plan_lines"
CREATE UNIQUE INDEX `planline_plan_id_activity` ON `plan_lines` (`plan_id`, `activity`);
-- create "registrations" table
CREATE TABLE `registrations` (`id` text NOT NULL, `regional_organisation_id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `number` text NOT NULL, `scheme` text NOT NULL, `activity` text NOT NULL, `state` text NOT NULL, `training_title` text NOT NULL, `training` json NOT NULL, `start` date NULL, `end` date NULL, `external_reference` text NULL, `facts` json NULL, `outcome` text NULL, `amount_cents` integer NULL, `participant_count` integer NOT NULL DEFAULT (0), `submitted_at` datetime NULL, `review_started_at` datetime NULL, `assessor_id` text NULL, `evaluation_id` text NULL, `valid_until` datetime NULL, `content_asked_at` datetime NULL, `content_verdict` text NULL, `content_note` text NULL, `content_judged_at` datetime NULL, `content_judged_by` text NULL, `plan_id` text NOT NULL, `organisation_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `registrations_plans_registrations` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE NO ACTION, CONSTRAINT `registrations_organisations_organisation` FOREIGN KEY (`organisation_id`) REFERENCES `organisations` (`id`) ON DELETE NO ACTION);
-- create index "registrations_number_key" to table: "registrations"
CREATE UNIQUE INDEX `registrations_number_key` ON `registrations` (`number`);
-- create index "registration_organisation_id_number" to table: "registrations"
CREATE INDEX `registration_organisation_id_number` ON `registrations` (`organisation_id`, `number`);
-- create index "registration_regional_organisation_id_number" to table: "registrations"
CREATE INDEX `registration_regional_organisation_id_number` ON `registrations` (`regional_organisation_id`, `number`);
-- create index "registration_organisation_id_external_reference" to table: "registrations"
CREATE UNIQUE INDEX `registration_organisation_id_external_reference` ON `registrations` (`organisation_id`, `external_reference`);
-- create index "registration_organisation_id_updated_at_id" to table: "registrations"
CREATE INDEX `registration_organisation_id_updated_at_id` ON `registrations` (`organisation_id`, `updated_at`, `id`);
-- create index "registration_regional_organisation_id_submitted_at_id" to table: "registrations"
CREATE INDEX `registration_regional_organisation_id_submitted_at_id` ON `registrations` (`regional_organisation_id`, `submitted_at`, `id`);
-- create index "registration_plan_id_number" to table: "registrations"
CREATE INDEX `registration_plan_id_number` ON `registrations` (`plan_id`, `number`);
-- create index "registration_state_submitted_at_id" to table: "registrations"
CREATE INDEX `registration_state_submitted_at_id` ON `registrations` (`state`, `submitted_at`, `id`);
-- create index "registration_state_content_asked_at_id" to table: "registrations"
CREATE INDEX `registration_state_content_asked_at_id` ON `registrations` (`state`, `content_asked_at`, `id`);
-- create index "registration_start_id" to table: "registrations"
CREATE INDEX `registration_start_id` ON `registrations` (`start`, `id`);
-- create index "registration_submitted_at_id" to table: "registrations"
CREATE INDEX `registration_submitted_at_id` ON `registrations` (`submitted_at`, `id`);
-- create index "registration_updated_at_id" to table: "registrations"
CREATE INDEX `registration_updated_at_id` ON `registrations` (`updated_at`, `id`);
-- create index "registration_valid_until" to table: "registrations"
CREATE INDEX `registration_valid_until` ON `registrations` (`valid_until`);
-- create "repairs" table
CREATE TABLE `repairs` (`id` text NOT NULL, `organisation_id` text NOT NULL, `regional_organisation_id` text NOT NULL, `opened_at` datetime NOT NULL, `due_on` date NULL, `note` text NULL, `closed_at` datetime NULL, `registration_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `repairs_registrations_repairs` FOREIGN KEY (`registration_id`) REFERENCES `registrations` (`id`) ON DELETE NO ACTION);
-- create index "repair_open" to table: "repairs"
CREATE UNIQUE INDEX `repair_open` ON `repairs` (`registration_id`) WHERE closed_at IS NULL;
-- create index "repair_registration_id_opened_at" to table: "repairs"
CREATE INDEX `repair_registration_id_opened_at` ON `repairs` (`registration_id`, `opened_at`);
-- create index "repair_organisation_id" to table: "repairs"
CREATE INDEX `repair_organisation_id` ON `repairs` (`organisation_id`);
-- create index "repair_regional_organisation_id" to table: "repairs"
CREATE INDEX `repair_regional_organisation_id` ON `repairs` (`regional_organisation_id`);
-- create "role_assignments" table
CREATE TABLE `role_assignments` (`id` text NOT NULL, `role` text NOT NULL, `regional_organisation_id` text NULL, `is_signatory` bool NOT NULL DEFAULT (false), `phone` text NULL, `since` date NOT NULL, `until` date NULL, `version` integer NOT NULL DEFAULT (1), `organisation_id` text NULL, `person_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `role_assignments_organisations_roles` FOREIGN KEY (`organisation_id`) REFERENCES `organisations` (`id`) ON DELETE SET NULL, CONSTRAINT `role_assignments_persons_roles` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- create index "roleassignment_person_id" to table: "role_assignments"
CREATE INDEX `roleassignment_person_id` ON `role_assignments` (`person_id`);
-- create index "roleassignment_organisation_id" to table: "role_assignments"
CREATE INDEX `roleassignment_organisation_id` ON `role_assignments` (`organisation_id`);
-- create "scheme_releases" table
CREATE TABLE `scheme_releases` (`id` text NOT NULL, `slug` text NOT NULL, `semver` text NOT NULL, `digest` text NOT NULL, `state` text NOT NULL, `state_since` datetime NOT NULL, `manifest` blob NOT NULL, `version` integer NOT NULL DEFAULT (1), PRIMARY KEY (`id`));
-- create index "schemerelease_slug_semver_digest" to table: "scheme_releases"
CREATE UNIQUE INDEX `schemerelease_slug_semver_digest` ON `scheme_releases` (`slug`, `semver`, `digest`);
-- create index "scheme_release_in_force" to table: "scheme_releases"
CREATE UNIQUE INDEX `scheme_release_in_force` ON `scheme_releases` (`slug`) WHERE state = 'IN_FORCE';
-- create "sessions" table
CREATE TABLE `sessions` (`id` text NOT NULL, `token_hash` text NOT NULL, `device` text NULL, `created_at` datetime NOT NULL, `last_used_at` datetime NOT NULL, `expires_at` datetime NOT NULL, `person_id` text NOT NULL, `role_assignment_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `sessions_persons_sessions` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION, CONSTRAINT `sessions_role_assignments_role_assignment` FOREIGN KEY (`role_assignment_id`) REFERENCES `role_assignments` (`id`) ON DELETE SET NULL);
-- create index "sessions_token_hash_key" to table: "sessions"
CREATE UNIQUE INDEX `sessions_token_hash_key` ON `sessions` (`token_hash`);
-- create index "session_person_id_last_used_at" to table: "sessions"
CREATE INDEX `session_person_id_last_used_at` ON `sessions` (`person_id`, `last_used_at`);
-- create index "session_expires_at" to table: "sessions"
CREATE INDEX `session_expires_at` ON `sessions` (`expires_at`);
-- create "settings" table
CREATE TABLE `settings` (`id` text NOT NULL, `value` text NOT NULL, PRIMARY KEY (`id`));
-- create "upload_tickets" table
CREATE TABLE `upload_tickets` (`id` text NOT NULL, `organisation_id` text NOT NULL, `regional_organisation_id` text NOT NULL, `for_id` text NOT NULL, `secret_hash` text NOT NULL, `name` text NOT NULL, `size` integer NOT NULL, `sha256` text NULL, `created_by` text NOT NULL, `expires_at` datetime NOT NULL, `uploaded_at` datetime NULL, `used_at` datetime NULL, `blob_key` text NULL, `type` text NULL, PRIMARY KEY (`id`));
-- create index "upload_tickets_secret_hash_key" to table: "upload_tickets"
CREATE UNIQUE INDEX `upload_tickets_secret_hash_key` ON `upload_tickets` (`secret_hash`);
-- create index "uploadticket_for_id" to table: "upload_tickets"
CREATE INDEX `uploadticket_for_id` ON `upload_tickets` (`for_id`);
-- create index "uploadticket_expires_at" to table: "upload_tickets"
CREATE INDEX `uploadticket_expires_at` ON `upload_tickets` (`expires_at`);
-- create index "uploadticket_organisation_id" to table: "upload_tickets"
CREATE INDEX `uploadticket_organisation_id` ON `upload_tickets` (`organisation_id`);
-- create "document_participations" table
CREATE TABLE `document_participations` (`document_id` text NOT NULL, `participation_id` text NOT NULL, PRIMARY KEY (`document_id`, `participation_id`), CONSTRAINT `document_participations_document_id` FOREIGN KEY (`document_id`) REFERENCES `documents` (`id`) ON DELETE CASCADE, CONSTRAINT `document_participations_participation_id` FOREIGN KEY (`participation_id`) REFERENCES `participations` (`id`) ON DELETE CASCADE);

-- +goose Down
-- reverse: create "document_participations" table
DROP TABLE `document_participations`;
-- reverse: create index "uploadticket_organisation_id" to table: "upload_tickets"
DROP INDEX `uploadticket_organisation_id`;
-- reverse: create index "uploadticket_expires_at" to table: "upload_tickets"
DROP INDEX `uploadticket_expires_at`;
-- reverse: create index "uploadticket_for_id" to table: "upload_tickets"
DROP INDEX `uploadticket_for_id`;
-- reverse: create index "upload_tickets_secret_hash_key" to table: "upload_tickets"
DROP INDEX `upload_tickets_secret_hash_key`;
-- reverse: create "upload_tickets" table
DROP TABLE `upload_tickets`;
-- reverse: create "settings" table
DROP TABLE `settings`;
-- reverse: create index "session_expires_at" to table: "sessions"
DROP INDEX `session_expires_at`;
-- reverse: create index "session_person_id_last_used_at" to table: "sessions"
DROP INDEX `session_person_id_last_used_at`;
-- reverse: create index "sessions_token_hash_key" to table: "sessions"
DROP INDEX `sessions_token_hash_key`;
-- reverse: create "sessions" table
DROP TABLE `sessions`;
-- reverse: create index "scheme_release_in_force" to table: "scheme_releases"
DROP INDEX `scheme_release_in_force`;
-- reverse: create index "schemerelease_slug_semver_digest" to table: "scheme_releases"
DROP INDEX `schemerelease_slug_semver_digest`;
-- reverse: create "scheme_releases" table
DROP TABLE `scheme_releases`;
-- reverse: create index "roleassignment_organisation_id" to table: "role_assignments"
DROP INDEX `roleassignment_organisation_id`;
-- reverse: create index "roleassignment_person_id" to table: "role_assignments"
DROP INDEX `roleassignment_person_id`;
-- reverse: create "role_assignments" table
DROP TABLE `role_assignments`;
-- reverse: create index "repair_regional_organisation_id" to table: "repairs"
DROP INDEX `repair_regional_organisation_id`;
-- reverse: create index "repair_organisation_id" to table: "repairs"
DROP INDEX `repair_organisation_id`;
-- reverse: create index "repair_registration_id_opened_at" to table: "repairs"
DROP INDEX `repair_registration_id_opened_at`;
-- reverse: create index "repair_open" to table: "repairs"
DROP INDEX `repair_open`;
-- reverse: create "repairs" table
DROP TABLE `repairs`;
-- reverse: create index "registration_valid_until" to table: "registrations"
DROP INDEX `registration_valid_until`;
-- reverse: create index "registration_updated_at_id" to table: "registrations"
DROP INDEX `registration_updated_at_id`;
-- reverse: create index "registration_submitted_at_id" to table: "registrations"
DROP INDEX `registration_submitted_at_id`;
-- reverse: create index "registration_start_id" to table: "registrations"
DROP INDEX `registration_start_id`;
-- reverse: create index "registration_state_content_asked_at_id" to table: "registrations"
DROP INDEX `registration_state_content_asked_at_id`;
-- reverse: create index "registration_state_submitted_at_id" to table: "registrations"
DROP INDEX `registration_state_submitted_at_id`;
-- reverse: create index "registration_plan_id_number" to table: "registrations"
DROP INDEX `registration_plan_id_number`;
-- reverse: create index "registration_regional_organisation_id_submitted_at_id" to table: "registrations"
DROP INDEX `registration_regional_organisation_id_submitted_at_id`;
-- reverse: create index "registration_organisation_id_updated_at_id" to table: "registrations"
DROP INDEX `registration_organisation_id_updated_at_id`;
-- reverse: create index "registration_organisation_id_external_reference" to table: "registrations"
DROP INDEX `registration_organisation_id_external_reference`;
-- reverse: create index "registration_regional_organisation_id_number" to table: "registrations"
DROP INDEX `registration_regional_organisation_id_number`;
-- reverse: create index "registration_organisation_id_number" to table: "registrations"
DROP INDEX `registration_organisation_id_number`;
-- reverse: create index "registrations_number_key" to table: "registrations"
DROP INDEX `registrations_number_key`;
-- reverse: create "registrations" table
DROP TABLE `registrations`;
-- reverse: create index "planline_plan_id_activity" to table: "plan_lines"
DROP INDEX `planline_plan_id_activity`;
-- reverse: create "plan_lines" table
DROP TABLE `plan_lines`;
-- reverse: create index "plan_valid_until" to table: "plans"
DROP INDEX `plan_valid_until`;
-- reverse: create index "plan_state_submitted_at_id" to table: "plans"
DROP INDEX `plan_state_submitted_at_id`;
-- reverse: create index "plan_requested_cents_id" to table: "plans"
DROP INDEX `plan_requested_cents_id`;
-- reverse: create index "plan_submitted_at_id" to table: "plans"
DROP INDEX `plan_submitted_at_id`;
-- reverse: create index "plan_regional_organisation_id_submitted_at_id" to table: "plans"
DROP INDEX `plan_regional_organisation_id_submitted_at_id`;
-- reverse: create index "plan_regional_organisation_id_number" to table: "plans"
DROP INDEX `plan_regional_organisation_id_number`;
-- reverse: create index "plan_organisation_id_number" to table: "plans"
DROP INDEX `plan_organisation_id_number`;
-- reverse: create index "plans_active_key_key" to table: "plans"
DROP INDEX `plans_active_key_key`;
-- reverse: create index "plans_number_key" to table: "plans"
DROP INDEX `plans_number_key`;
-- reverse: create "plans" table
DROP TABLE `plans`;
-- reverse: create index "persons_email_key" to table: "persons"
DROP INDEX `persons_email_key`;
-- reverse: create "persons" table
DROP TABLE `persons`;
-- reverse: create index "partnertoken_organisation_id" to table: "partner_tokens"
DROP INDEX `partnertoken_organisation_id`;
-- reverse: create index "partner_tokens_secret_hash_key" to table: "partner_tokens"
DROP INDEX `partner_tokens_secret_hash_key`;
-- reverse: create "partner_tokens" table
DROP TABLE `partner_tokens`;
-- reverse: create index "participation_regional_organisation_id" to table: "participations"
DROP INDEX `participation_regional_organisation_id`;
-- reverse: create index "participation_organisation_id" to table: "participations"
DROP INDEX `participation_organisation_id`;
-- reverse: create index "participation_employee_id" to table: "participations"
DROP INDEX `participation_employee_id`;
-- reverse: create index "participation_registration_id_employee_name_id" to table: "participations"
DROP INDEX `participation_registration_id_employee_name_id`;
-- reverse: create index "participation_registration_id_employee_id" to table: "participations"
DROP INDEX `participation_registration_id_employee_id`;
-- reverse: create "participations" table
DROP TABLE `participations`;
-- reverse: create index "organisation_region_id_name_id" to table: "organisations"
DROP INDEX `organisation_region_id_name_id`;
-- reverse: create index "organisation_regional_organisation_id_name_id" to table: "organisations"
DROP INDEX `organisation_regional_organisation_id_name_id`;
-- reverse: create index "organisation_created_at_id" to table: "organisations"
DROP INDEX `organisation_created_at_id`;
-- reverse: create index "organisation_name_id" to table: "organisations"
DROP INDEX `organisation_name_id`;
-- reverse: create index "organisations_kvk_number_key" to table: "organisations"
DROP INDEX `organisations_kvk_number_key`;
-- reverse: create "organisations" table
DROP TABLE `organisations`;
-- reverse: create index "onetimecode_person_id_purpose" to table: "one_time_codes"
DROP INDEX `onetimecode_person_id_purpose`;
-- reverse: create index "one_time_codes_code_hash_key" to table: "one_time_codes"
DROP INDEX `one_time_codes_code_hash_key`;
-- reverse: create "one_time_codes" table
DROP TABLE `one_time_codes`;
-- reverse: create "numbers" table
DROP TABLE `numbers`;
-- reverse: create index "idempotencykey_created_at" to table: "idempotency_keys"
DROP INDEX `idempotencykey_created_at`;
-- reverse: create index "idempotencykey_actor_key_key" to table: "idempotency_keys"
DROP INDEX `idempotencykey_actor_key_key`;
-- reverse: create "idempotency_keys" table
DROP TABLE `idempotency_keys`;
-- reverse: create index "grantamount_plan_id_budget" to table: "grant_amounts"
DROP INDEX `grantamount_plan_id_budget`;
-- reverse: create "grant_amounts" table
DROP TABLE `grant_amounts`;
-- reverse: create index "file_regional_organisation_id" to table: "files"
DROP INDEX `file_regional_organisation_id`;
-- reverse: create index "file_organisation_id" to table: "files"
DROP INDEX `file_organisation_id`;
-- reverse: create index "file_sha256" to table: "files"
DROP INDEX `file_sha256`;
-- reverse: create index "file_document_id" to table: "files"
DROP INDEX `file_document_id`;
-- reverse: create "files" table
DROP TABLE `files`;
-- reverse: create index "event_organisation_id_xid_id" to table: "events"
DROP INDEX `event_organisation_id_xid_id`;
-- reverse: create index "event_xid_id" to table: "events"
DROP INDEX `event_xid_id`;
-- reverse: create index "events_key_key" to table: "events"
DROP INDEX `events_key_key`;
-- reverse: create "events" table
DROP TABLE `events`;
-- reverse: create index "evaluation_regional_organisation_id" to table: "evaluations"
DROP INDEX `evaluation_regional_organisation_id`;
-- reverse: create index "evaluation_organisation_id" to table: "evaluations"
DROP INDEX `evaluation_organisation_id`;
-- reverse: create index "evaluation_plan_id" to table: "evaluations"
DROP INDEX `evaluation_plan_id`;
-- reverse: create index "evaluation_subject_id_judged_at" to table: "evaluations"
DROP INDEX `evaluation_subject_id_judged_at`;
-- reverse: create "evaluations" table
DROP TABLE `evaluations`;
-- reverse: create index "employee_date_of_birth" to table: "employees"
DROP INDEX `employee_date_of_birth`;
-- reverse: create index "employee_organisation_id_updated_at_id" to table: "employees"
DROP INDEX `employee_organisation_id_updated_at_id`;
-- reverse: create index "employee_organisation_id_employed_since_id" to table: "employees"
DROP INDEX `employee_organisation_id_employed_since_id`;
-- reverse: create index "employee_organisation_id_external_reference" to table: "employees"
DROP INDEX `employee_organisation_id_external_reference`;
-- reverse: create index "employee_regional_organisation_id_name_id" to table: "employees"
DROP INDEX `employee_regional_organisation_id_name_id`;
-- reverse: create index "employee_organisation_id_name_id" to table: "employees"
DROP INDEX `employee_organisation_id_name_id`;
-- reverse: create "employees" table
DROP TABLE `employees`;
-- reverse: create index "document_regional_organisation_id" to table: "documents"
DROP INDEX `document_regional_organisation_id`;
-- reverse: create index "document_organisation_id" to table: "documents"
DROP INDEX `document_organisation_id`;
-- reverse: create index "document_plan_id_kind" to table: "documents"
DROP INDEX `document_plan_id_kind`;
-- reverse: create index "document_registration_id" to table: "documents"
DROP INDEX `document_registration_id`;
-- reverse: create "documents" table
DROP TABLE `documents`;
-- reverse: create index "decision_regional_organisation_id" to table: "decisions"
DROP INDEX `decision_regional_organisation_id`;
-- reverse: create index "decision_organisation_id" to table: "decisions"
DROP INDEX `decision_organisation_id`;
-- reverse: create index "decision_registration_id_at" to table: "decisions"
DROP INDEX `decision_registration_id_at`;
-- reverse: create "decisions" table
DROP TABLE `decisions`;
-- reverse: create index "cell_regional_organisation_id" to table: "cells"
DROP INDEX `cell_regional_organisation_id`;
-- reverse: create index "cell_organisation_id" to table: "cells"
DROP INDEX `cell_organisation_id`;
-- reverse: create index "cell_participation_id" to table: "cells"
DROP INDEX `cell_participation_id`;
-- reverse: create index "cell_of_project" to table: "cells"
DROP INDEX `cell_of_project`;
-- reverse: create index "cell_of_registration" to table: "cells"
DROP INDEX `cell_of_registration`;
-- reverse: create index "cell_registration_id_participation_id_column" to table: "cells"
DROP INDEX `cell_registration_id_participation_id_column`;
-- reverse: create "cells" table
DROP TABLE `cells`;
-- reverse: create "audit_heads" table
DROP TABLE `audit_heads`;
-- reverse: create index "auditentry_subject_id" to table: "audit_entries"
DROP INDEX `auditentry_subject_id`;
-- reverse: create index "auditentry_dossier_id_sequence" to table: "audit_entries"
DROP INDEX `auditentry_dossier_id_sequence`;
-- reverse: create "audit_entries" table
DROP TABLE `audit_entries`;
