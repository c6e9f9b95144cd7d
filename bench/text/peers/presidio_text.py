"""Microsoft Presidio with its default recognisers and no model of a language: texts as JSON on stdin, cleaned on stdout."""

import json
import sys

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import OperatorConfig

# The list of top domains that it brings: nothing is fetched.
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())


class WithoutModel(SpacyNlpEngine):
    """Tokens and nothing else: models are not on PyPI."""

    def __init__(self):
        super().__init__()
        self.nlp = {"en": spacy.blank("en")}


def clean(text):
    found = analyzer.analyze(text=text, language="en")
    return anonymizer.anonymize(text=text, analyzer_results=found, operators=REMOVED).text


REMOVED = {"DEFAULT": OperatorConfig("replace", {"new_value": "[removed]"})}
analyzer = AnalyzerEngine(nlp_engine=WithoutModel(), supported_languages=["en"])
anonymizer = AnonymizerEngine()
json.dump([clean(text) for text in json.load(sys.stdin)], sys.stdout)
