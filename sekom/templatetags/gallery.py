"""Made-up values for the gallery of components, which templates cannot write themselves."""

from datetime import date, time

from django import forms, template

register = template.Library()


class SampleForm(forms.Form):
    """One field of each kind, with help, choices and what is optional."""

    municipality = forms.CharField(label="Kommun", help_text="Skriv minst två bokstäver.")
    email = forms.EmailField(label="E-post")
    role = forms.ChoiceField(
        label="Du är",
        choices=[("politician", "Förtroendevald"), ("officer", "Tjänsteperson")],
        widget=forms.RadioSelect,
        initial="officer",
    )
    goals = forms.MultipleChoiceField(
        label="Var följs målen upp?",
        choices=[("council", "I fullmäktige"), ("board", "I styrelsen")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    county = forms.ChoiceField(label="Län", choices=[("", "Alla län"), ("22", "Västernorrland")])
    question = forms.CharField(
        label="Vad vill du få svar på?", widget=forms.Textarea, required=False
    )
    remind = forms.BooleanField(label="Påminn mig en vecka innan", required=False)


@register.simple_tag
def samples() -> dict:
    """Everything the gallery shows that is not words: `{% samples as sample %}`."""
    return {
        "day": date(2026, 10, 22),
        "later": date(2027, 2, 4),
        "clock": time(14, 32),
        "form": SampleForm(),
        "wrong_form": SampleForm({"municipality": "Ängsviks kommun", "email": "kansliet@"}),
        "network": [
            (81, "ok", "har båda kontakterna"),
            (9, "warn", "saknar politiker"),
            (6, "c2", "saknar tjänsteperson"),
            (2, "c0", "saknar båda"),
        ],
        "rate": [
            (67, "c1", "Inskickade"),
            (8, "c2", "Väntar på den andres godkännande"),
            (11, "c3", "Påbörjade"),
            (12, "c0", "Inte påbörjade"),
        ],
        "agreement": [
            (8, "d1", "Inte alls"),
            (18, "d2", "Lite"),
            (26, "d3", "Delvis"),
            (29, "d4", "Mycket"),
            (19, "d5", "Helt"),
        ],
        "amounts": [(1, f"s{step}", f"steg {step}") for step in range(1, 7)],
        "views": [
            {"label": "Lista", "url": "#lista", "icon": "list", "is_current": True},
            {"label": "Karta", "url": "#karta", "icon": "map"},
            {"label": "Luckor", "url": "#luckor", "icon": "pair", "count": 17},
        ],
        "crumbs": [("Medlemmar", "#medlemmar")],
        "dots": [{"x": 250 + 40 * (number % 7), "y": 350 + 75 * number} for number in range(18)],
        "steps": [
            ("Samla gruppen", "done", ""),
            ("Beskriv en hållbar kommun", "done", ""),
            ("Kartlägg nuläget", "now", "Påbörjat 24 september"),
            ("Hitta glappen", "next", ""),
        ],
        "pairs": [
            ("appointed", "appointed"),
            ("appointed", "invited"),
            ("vacant", "appointed"),
            ("appointed", "vacant"),
            ("vacant", "vacant"),
        ],
    }
