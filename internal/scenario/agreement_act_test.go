package scenario_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/workflow"
)

// act does an act to a thing and sets back what it stored. It returns what came of it: that one may, for what is done, and
// for what only the input or the regulation stops.
func (b *book) act(t *testing.T, s situation, v *visitor, a workflow.Act, target string) outcome {
	t.Helper()
	for range 20 {
		name, input, selection := b.input(a, target)
		got, refusals := v.try(name, input, selection)
		if len(refusals) == 0 {
			b.putBack()
			b.put(s)
			return outcome{letter: may}
		}
		code, rest, _ := strings.Cut(strings.TrimPrefix(refusals[0], "! "), " ")
		reason, _, _ := strings.Cut(rest, " ")
		switch {
		case reason == "STALE_VERSION" || reason == "BUSY":
			b.putBack()
			b.put(s)
			continue // judged again meanwhile
		case slices.Contains(stopping, reason), code == "INVALID" && reason == "FOUR_EYES_REQUIRED": // of the colleague to whom it is given
			return outcome{letter: may}
		case code == "NOT_FOUND" && s.judge != "" && s.registration != "" && b.isWritten():
			b.putBack() // the scheme names somebody else, who alone sees what was written
			b.put(s)
			return outcome{letter: may}
		case code == "NOT_FOUND", code == "FORBIDDEN", code == "UNAUTHENTICATED", slices.Contains(refusing, reason):
			return refused(t, code, reason)
		}
		t.Errorf("%s, %s: %s by %s is refused for its input: %v\n%s", b.name, s, key(a), v.name, refusals, got.body)
		return outcome{letter: may}
	}
	t.Errorf("%s, %s: %s by %s is always overtaken", b.name, s, key(a), v.name)
	return outcome{letter: may}
}

// refusing are the reasons that are not of the input, beside those of rights; stopping are what the cells, the regulation
// or the world stop where somebody may.
var (
	refusing = []string{"WRONG_STATE", "HELD", "CONTENT_NOT_APPROVED", "CONTENT_APPROVED", "CONTENT_NOT_JUDGED", "CELL_UNKNOWN", notReported, "COLUMN_UNKNOWN", "TAKEN"}
	stopping = []string{"CELLS_UNDECIDED", "CELL_INCOMPLETE", "NOTHING_REJECTED", "NOT_ELIGIBLE", "UPLOAD_TICKET_NOT_FOUND", "ALREADY_PINNED"}
)

// notReported says of a cell that it does not wait for its judge; of the project file around it that says nothing.
const notReported = "CELL_NOT_REPORTED"

// noTicket stands for a file that was never uploaded: whoever may attach one is told so.
const noTicket = "upl_01JZZZZZZZZZZZZZZZZZZZZZZZ"

// colleague is an employee who does not take part yet.
const colleague = "collega"

// input is the mutation of a row, with an input that is right.
func (b *book) input(a workflow.Act, target string) (name string, input object, selection string) {
	name = a.Name
	switch a.Subject {
	case workflow.Plan:
		input = b.ofPlan(a)
	case workflow.ProjectFile:
		input = b.ofProject(a, target)
	default:
		input = b.ofRegistration(a, target)
	}
	switch name {
	case workflow.SubmitPlan.Name, workflow.SubmitRegistration.Name:
		selection = "isSubmitted"
	case workflow.ConfirmPlan.Name:
		selection = "isConfirmed"
	case workflow.AskContent.Name:
		selection = "isAsked"
	}
	return name, input, selection
}

func (b *book) versioned(field, id string, more object) object {
	in := object{field: id, "expectedVersion": b.versions[id]}
	for k, v := range more {
		in[k] = v
	}
	return in
}

func (b *book) ofPlan(a workflow.Act) object {
	switch a.Verb {
	case workflow.CreatePlan.Verb:
		return sppPlan("v3")
	case workflow.AssessPlan.Verb:
		lines := b.rows.texts(`SELECT id, participants, requested_cents FROM plan_lines WHERE plan_id = ? ORDER BY position`, b.plan)
		var assessed []object
		for _, l := range lines {
			var id string
			var participants, cents int
			_, err := fmt.Sscan(l, &id, &participants, &cents)
			b.must(err)
			assessed = append(assessed, object{"lineID": id, "participants": participants, "amount": fmt.Sprintf("%d.%02d", cents/100, cents%100)})
		}
		return b.versioned("id", b.plan, object{"verdict": "APPROVED", "lines": assessed, "lateReason": "Vanwege de proef."})
	case workflow.ReturnPlan.Verb:
		return b.versioned("id", b.plan, object{"reason": "Vanwege de proef."})
	case workflow.RejectPlan.Verb:
		return b.versioned("id", b.plan, object{"verdict": "REJECTED", "note": "Nee.", "lines": []object{}, "lateReason": "Vanwege de proef."})
	case workflow.EnterGrant.Verb:
		budgets := []string{"1", "2"}
		if b.isContentJudged {
			budgets = []string{"A", "B", "C"}
		}
		var amounts []object
		for _, code := range budgets {
			amounts = append(amounts, object{"budget": code, "amount": "0.00"})
		}
		return b.versioned("id", b.plan, object{"amounts": amounts, "withdrawnPart": "Alles.", "unverifiedReason": "Vanwege de proef."})
	case workflow.MoveToRelease.Verb:
		return b.versioned("planID", b.plan, object{"releaseID": b.release, "reason": "Vanwege de proef."})
	}
	return b.versioned("id", b.plan, nil)
}

func (b *book) ofProject(a workflow.Act, target string) object {
	switch a.Verb {
	case workflow.AttachProjectDocument.Verb:
		return object{"forID": b.plan, "expectedVersion": b.project, "ticketID": noTicket, "kind": "KVK_UITTREKSEL"}
	case workflow.CompleteProjectCells.Verb:
		return object{"forID": b.plan, "expectedVersion": b.project, "column": b.column[target], "cellIDs": []string{target}}
	case workflow.JudgeProjectCells.Verb:
		return object{"id": b.plan, "expectedVersion": b.project, "cells": []object{b.versioned("cellID", target, approved)}}
	case workflow.AskProjectRepair.Verb:
		return object{"id": b.plan, "expectedVersion": b.project, "note": "Graag.", "dueOn": "2027-12-31"}
	case workflow.AmendProjectFile.Verb:
		return object{"planID": b.plan, "expectedVersion": b.project, "signatoryName": "T. Ander"}
	case workflow.ReplaceProjectDocument.Verb:
		return b.versioned("id", target, object{"ticketID": noTicket})
	case workflow.AmendProjectDocument.Verb:
		return b.versioned("id", target, object{"statement": object{"issuedOn": "2025-10-02"}})
	}
	return b.versioned("id", target, nil)
}

func (b *book) ofRegistration(a workflow.Act, target string) object {
	switch a.Verb {
	case workflow.CreateRegistration.Verb:
		return changed(changed(b.begun("tweede"), "participants", []object{}), "externalReference", "tweede")
	case workflow.ImportRegistrations.Verb:
		row := changed(b.begun("tweede"), "participants", []object{})
		delete(row, "planID")
		row["externalReference"] = "rij"
		return object{"planID": b.plan, "rows": []object{row}}
	case workflow.AddParticipants.Verb:
		return b.versioned("registrationID", b.reg, object{"participants": []object{{"employee": object{"externalReference": colleague}}}})
	case workflow.AmendParticipation.Verb:
		return b.versioned("id", target, object{"statement": object{"hasRepaymentArrangement": true}})
	case workflow.AttachDocument.Verb:
		return b.versioned("forID", b.reg, object{"ticketID": noTicket, "kind": "LOONSTROOK_START", "servesAll": true})
	case workflow.AmendDocument.Verb:
		return b.versioned("id", target, object{"statement": object{"month": "2026-04"}})
	case workflow.ReplaceDocument.Verb:
		return b.versioned("id", target, object{"ticketID": noTicket})
	case workflow.CompleteCells.Verb:
		return object{"forID": b.reg, "expectedVersion": b.versions[b.reg], "column": b.column[target], "cellIDs": []string{target}}
	}
	return b.ofJudge(a, target)
}

// ofJudge is what is judged of a registration, and what needs nothing but its version.
func (b *book) ofJudge(a workflow.Act, target string) object {
	switch a.Verb {
	case workflow.ApproveContent.Verb:
		return b.versioned("registrationID", b.reg, object{"verdict": "APPROVED"})
	case workflow.RejectContent.Verb:
		return b.versioned("registrationID", b.reg, object{"verdict": "REJECTED", "note": "Nee."})
	case workflow.StartReview.Verb:
		return b.versioned("registrationID", b.reg, nil)
	case workflow.AssignRegistration.Verb:
		return b.versioned("id", target, object{"assessorID": b.assessor, "reason": "Vanwege de proef."})
	case workflow.ReleaseRegistration.Verb, workflow.TakeOverRegistration.Verb, workflow.ReturnApproval.Verb:
		return b.versioned("id", target, object{"reason": "Vanwege de proef."})
	case workflow.JudgeCells.Verb:
		return b.versioned("registrationID", b.reg, object{"cells": []object{b.versioned("cellID", target, approved)}})
	case workflow.ApproveRegistration.Verb, workflow.ApproveAsFirst.Verb:
		return b.versioned("registrationID", b.reg, object{"verdict": "APPROVED"})
	case workflow.AskRepair.Verb:
		return b.versioned("registrationID", b.reg, object{"verdict": "REPAIR", "note": "Graag.", "repairBy": "2027-12-31"})
	case workflow.RejectRegistration.Verb:
		return b.versioned("registrationID", b.reg, object{"verdict": "REJECTED", "note": "Nee."})
	}
	return b.versioned("id", target, nil)
}
