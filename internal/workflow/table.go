package workflow

// table is every row, in the order of the process.
var table = rows()

func rows() []*Act {
	all := []*Act{
		&CreatePlan, &AmendPlan, &SubmitPlan, &WithdrawPlan, &AssessPlan, &RejectPlan, &EnterGrant, &MoveToRelease, &RejudgePlan,

		&CreateRegistration, &ImportRegistrations, &AddParticipants, &AmendRegistration, &AmendParticipation, &RemoveParticipation,
		&AskContent, &WithdrawContentRequest, &ApproveContent, &RejectContent,
		&AttachDocument, &AmendDocument, &ReplaceDocument, &RemoveDocument, &CompleteCells,
		&Complete, &Reopen, &SubmitRegistration, &WithdrawRegistration,
		&StartReview, &JudgeCells, &ApproveRegistration, &AskRepair, &RejectRegistration, &RejudgeRegistration, &settle,

		&AttachProjectDocument, &AmendProjectDocument, &ReplaceProjectDocument, &RemoveProjectDocument, &CompleteProjectCells,
		&AmendProjectFile, &RejudgeProjectFile,
	}
	for i := range office {
		all = append(all, &office[i])
	}
	return all
}
