package sozw

import "github.com/penvoerder/penvoerder/schemes"

// theme returns a theme with short labels of our own for its goals, numbered as
// they stand in the framework.
func theme(code, title string, rule schemes.Code, goals ...schemes.Text) schemes.Theme {
	t := schemes.Theme{
		Code: code, Title: schemes.Same(title),
		Source: also(rule, "bijlage 3, thema "+code, "De opleiding past bij minstens één doel van het thema.", "The training fits at least one goal of the theme."),
	}
	for i, g := range goals {
		t.Goals = append(t.Goals, schemes.Choice{Code: code + "." + string(rune('1'+i)), Label: g})
	}
	return t
}

var themes = []schemes.Theme{
	theme("1", "Technologische innovaties", "SOZW-THEME-100",
		text("Werken met nieuwe technologie", "Working with new technology"),
		text("Collega's wegwijs maken in technologie", "Guiding colleagues in technology"),
		text("Cliënten wegwijs maken in technologie", "Guiding clients in technology"),
		text("Digitale en technische vaardigheden", "Digital and technical skills"),
		text("Technologie beoordelen, risico's herkennen", "Judging technology and its risks")),
	theme("2", "Individuele en collectieve preventie (voorkomen van zorg)", "SOZW-THEME-200",
		text("Basis van preventie", "Basics of prevention"),
		text("Gesprekken over gezond blijven", "Conversations about staying healthy"),
		text("Preventie in het werk van collega's", "Prevention in the work of colleagues")),
	theme("3", "Passende zorg", "SOZW-THEME-300",
		text("Basis van passende zorg", "Basics of appropriate care"),
		text("Gesprekken om samen te beslissen", "Conversations for deciding together")),
	theme("4", "Palliatieve zorg", "SOZW-THEME-400",
		text("Samenwerken tussen beroepen", "Cooperation between professions"),
		text("Goede palliatieve zorg geven", "Giving good palliative care"),
		text("Zorg vooraf plannen in gesprek", "Planning care ahead in conversation"),
		text("Gesprekken over wensen en nazorg", "Conversations about wishes and aftercare"),
		text("Praktijkervaring opdoen", "Gaining practical experience")),
	theme("5", "Samenwerking met het informele netwerk", "SOZW-THEME-500",
		text("Het informele netwerk versterken", "Strengthening the informal network")),
	theme("6", "Samenwerking tussen zorg en het sociaal domein", "SOZW-THEME-600",
		text("Het zorgnetwerk versterken", "Strengthening the care network"),
		text("Samenwerken met het sociaal domein", "Cooperation with the social domain")),
}

var judgements = []schemes.ContentJudgement{{
	Code: "THEMA_DOEL", Title: schemes.Same("Thema en doel"), Activities: []string{activity2}, Judge: schemes.RoleSSC,
	Source: also("SOZW-ROLE-005", "hoofdstuk 4, Activiteit 2", "Bij de verantwoording wordt getoetst of de opleiding past bij thema en doel; SSC doet dit namens RegioPlus.", "At the accounting the fit with theme and goal is tested; SSC does so on behalf of RegioPlus."),
}}
