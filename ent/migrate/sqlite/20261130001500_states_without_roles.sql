-- +goose Up
-- no state carries the name of a role
UPDATE `registrations` SET `state` = 'AWAITING_CONTENT' WHERE `state` = 'AWAITING_AMR';
UPDATE `registrations` SET `state` = 'CONTENT_REJECTED' WHERE `state` = 'AMR_REJECTED';

-- +goose Down
UPDATE `registrations` SET `state` = 'AMR_REJECTED' WHERE `state` = 'CONTENT_REJECTED';
UPDATE `registrations` SET `state` = 'AWAITING_AMR' WHERE `state` = 'AWAITING_CONTENT';
