import type { BasicCode, OptionCode, OptionColumn } from './table.ts';

/**
 * What of PS3.6 has no row in Table E.1-1 and says all the same who, which one, where or when: kept by hand, by keyword. `generate.ts` takes the
 * attributes of VR PN, DA, DT, TM and UI by itself, and these by what they mean.
 *
 * Taken: names of persons; identifiers of persons, orders, studies, specimens, devices and documents; addresses, organisations that assign
 * identifiers; dates written in another VR; what people write about a patient under the name of a comment, a note or a reason, and labels of drawings
 * and images whose kin (RT Plan Label, Overlay Comments) the table lists; sequences of content items, whose text nothing else speaks of.
 *
 * Left: names of methods, protocols, parts and products, codes and their schemes, numbers that count within an instance (Beam Number), labels of what
 * was measured or planned (Segment Label, Beam Name). They say what was done, not to whom. What people write there freely is cleaned where descriptions
 * are (`CLEANED_DESCRIPTORS`).
 *
 * Codes are those of Table E.1-1a, by the type in the IODs of PS3.3: X where it is type 3 everywhere, Z where it is type 2 somewhere, D where it is type 1
 * somewhere or its IOD has no types here. Options are those of the row that is nearest of kin.
 */

export interface UnlistedGroup {
  /** What they are, in the words of `rules show`. */
  readonly why: string;
  readonly basic: BasicCode;
  readonly options: Readonly<Partial<Record<OptionColumn, OptionCode>>>;
  /** Keywords of PS3.6; with a code where the group's is not theirs. */
  readonly attributes: readonly (string | readonly [keyword: string, basic: BasicCode])[];
}

export const UNLISTED_BY_MEANING: readonly UnlistedGroup[] = [
  {
    // Patient's Birth Date (0010,0030) has no option either. What calendar it was tells a religion, and is not allowed without its dates (C.7.1.1).
    why: 'a date of birth or death, in another calendar',
    basic: 'X',
    options: {},
    attributes: [
      'PatientBirthDateInAlternativeCalendar',
      'PatientDeathDateInAlternativeCalendar',
      'PatientAlternativeCalendar',
    ],
  },
  {
    why: 'a part of a date',
    basic: 'X',
    options: { retainLongitudinalFullDates: 'K', retainLongitudinalModifiedDates: 'C' },
    attributes: ['IntendedStartDayOfWeek'],
  },
  {
    why: 'who a person is',
    basic: 'X',
    options: {},
    attributes: [
      'ComponentWelderIDs',
      'ContactDisplayName',
      ['HangingProtocolCreator', 'D'],
      ['HangingProtocolUserIdentificationCodeSequence', 'Z'],
      'DocumentAuthorIdentifierCodeSequenceTrial',
      'DocumentingObserverIdentifierCodeSequenceTrial',
      'IdentifierCodeSequenceTrial',
      'OwnerID',
      ['BoardingPassID', 'D'],
      // Any value of any attribute, as Selector LO Value, which is D.
      ['SelectorUCValue', 'D'],
    ],
  },
  {
    why: 'the number of an order',
    basic: 'X',
    options: {},
    attributes: [
      'PlacerOrderNumberProcedure',
      'FillerOrderNumberProcedure',
      'PlacerOrderNumberImagingServiceRequestRetired',
      'FillerOrderNumberImagingServiceRequestRetired',
    ],
  },
  {
    // Of an animal, a study, an image, a finding, a document, a medium, a journey.
    why: 'an identifier',
    basic: 'X',
    options: {},
    attributes: [
      ['BreedRegistrationNumber', 'D'],
      'OtherStudyNumbers',
      'ReportNumber',
      'SourceImageIDs',
      'ModifiedImageID',
      ['HL7InstanceIdentifier', 'D'],
      'DocumentIdentifierCodeSequenceTrial',
      'ObjectBinaryIdentifierTrial',
      'ObjectDirectoryBinaryIdentifierTrial',
      'IdentificationDescriptionTrial',
      ['AssessmentSetID', 'D'],
      ['RecordKey', 'D'],
      ['PriorRecordKey', 'D'],
      ['FileSetID', 'Z'],
      ['StorageMediaFileSetID', 'Z'],
      'FilmSessionLabel',
      'PrintJobID',
      'PrintQueueID',
      'RepairID',
      ['ItineraryID', 'D'],
      ['RouteID', 'D'],
      ['RouteSegmentID', 'D'],
    ],
  },
  {
    why: 'which device or which pack it was',
    basic: 'X',
    options: { retainDeviceIdentity: 'K' },
    attributes: [
      'DeviceID',
      'GridID',
      'TimeSource',
      'NTPSourceAddress',
      'RespiratorySignalSourceID',
      'SubstanceAdministrationDeviceID',
      'ProductPackageIdentifier',
      'ProductLotIdentifier',
      // Serial numbers stand in it.
      'DetectorDescription',
      ['RadiationMachineName', 'Z'],
      // Made for one patient, and named by people.
      'BolusID',
      'CompensatorID',
      ['AuthorizationEquipmentCertificationNumber', 'D'],
      'PrinterName',
    ],
  },
  {
    why: 'an institution, or a place',
    basic: 'D',
    options: { retainInstitutionIdentity: 'K' },
    attributes: [
      'LocalNamespaceEntityID',
      'UniversalEntityID',
      'AssigningJurisdictionCodeSequence',
      'AssigningAgencyOrDepartmentCodeSequence',
      ['DocumentingOrganizationIdentifierCodeSequenceTrial', 'X'],
      ['HangingProtocolUserGroupName', 'X'],
      'RouteSegmentStartLocationID',
      'RouteSegmentEndLocationID',
      'AssignedLocation',
      'ItineraryIDAssigningAuthority',
      'RouteIDAssigningAuthority',
      'CarrierID',
      'CarrierIDAssigningAuthority',
    ],
  },
  {
    // A path has the UIDs of what lies there, a host its institution.
    why: 'an address',
    basic: 'D',
    options: {},
    attributes: [
      'RetrieveURL',
      'RetrieveURI',
      'StoredInstanceBaseURI',
      'FolderAccessURI',
      'FileAccessURI',
      'FilenameInContainer',
      'PixelDataProviderURL',
      'StorageURL',
      ['ContactURI', 'X'],
      ['UniformResourceLocatorTrial', 'X'],
    ],
  },
  {
    why: 'what somebody wrote of a patient or a procedure',
    basic: 'X',
    options: { cleanDescriptors: 'C' },
    attributes: [
      'CommentsOnTheScheduledProcedureStep',
      'CommentsOnPatientPerformanceOfVisualField',
      'CalculationComment',
      'SubstanceAdministrationNotes',
      'AssertionComments',
      'SurfaceComments',
      'InstructionPerformanceComment',
      'ReportStatusCommentTrial',
      'TransactionStatusComment',
      'SOPAuthorizationComment',
      'ReasonForCancellation',
      'DoseComment',
      'FrameOfReferenceTransformationComment',
      'OverrideReason',
      'TreatmentStatusComment',
      'SetupImageComment',
      ['TreatmentTerminationDescription', 'Z'],
      'CompletionFlagDescription',
      'ApprovalStatusFurtherDescription',
      'ProcedureStepProgressDescription',
      'RequestedProcedureDescriptionTrial',
      'SpecimenDescriptionTrial',
      'ReferenceToRecordedSound',
    ],
  },
  {
    why: 'a title or label that somebody gave',
    basic: 'X',
    options: { cleanDescriptors: 'C' },
    attributes: [
      ['DocumentTitle', 'Z'],
      // User or equipment generated.
      'ImageID',
      ['RTImageLabel', 'D'],
      'RTImageName',
      'RTImageDescription',
      // A pseudonym (`PSEUDONYMOUS`): a finding can be followed through studies.
      ['TrackingID', 'D'],
      ['ContentDescription', 'D'],
      ['HangingProtocolDescription', 'D'],
      ['ImageSetLabel', 'D'],
    ],
  },
  {
    // As ROI Description (3006,0028) and Dose Reference Description (300A,0016).
    why: 'a description that somebody gave',
    basic: 'X',
    options: { cleanDescriptors: 'C' },
    attributes: [
      'SegmentDescription',
      'TrackSetDescription',
      'FiducialDescription',
      'GraphicLayerDescription',
      'GraphicGroupDescription',
      'SetupDeviceDescription',
      'SetupReferenceDescription',
      'MeasuredDoseDescription',
      'CalculatedDoseReferenceDescription',
    ],
  },
  {
    // As Acquisition Context Sequence (0040,0555): Text Value (0040,A160) has no row, and goes by what it lies in.
    why: 'content items',
    basic: 'X',
    options: { cleanStructuredContent: 'C' },
    attributes: [
      ['SpecimenLocalizationContentItemSequence', 'D'],
      'ProtocolContextSequence',
      'ContentItemModifierSequence',
      'ProductParameterSequence',
      ['ScheduledProcessingParametersSequence', 'Z'],
      ['PerformedProcessingParametersSequence', 'Z'],
      'ProcedureStepProgressParametersSequence',
    ],
  },
  {
    why: 'the text of a drawing',
    basic: 'X',
    options: { cleanGraphics: 'C' },
    attributes: ['OverlayLabel', 'OverlayDescription'],
  },
];

/**
 * Text that the Basic Profile leaves, as it says what was done, and that people write as they like: cleaned with Clean Descriptors (E.3.5). By
 * keyword.
 */
export const CLEANED_DESCRIPTORS: readonly string[] = [
  'ContentLabel',
  'SegmentLabel',
  'TrackSetLabel',
  'FrameLabel',
  'FrameOfInterestDescription',
  'GraphicGroupLabel',
  'BeamName',
  'BlockName',
  'ApplicationSetupName',
  'PatientSetupLabel',
  'DisplaySetLabel',
  'DisplaySetPresentationGroupDescription',
  'AssessmentLabel',
  'AssessmentSummaryDescription',
  'ObservationDescription',
  'SpecificationSelectionGuidance',
  'ProcedureStepLabel',
  'WorklistLabel',
  'ReasonForChannelOmissionDescription',
  'InstructionText',
  'InstructionDescription',
  'ProtocolPlanningInformation',
  'ProtocolDesignRationale',
  'PotentialReasonsForProcedure',
  'PotentialDiagnosticTasks',
  'AcquisitionProtocolName',
  'ReferenceLocationLabel',
  'ReferenceLocationDescription',
  'InterventionDescription',
  'PartialViewDescription',
  'LensStatusDescription',
  'VitreousStatusDescription',
  'InventoryInstanceDescription',
  'StrainAdditionalInformation',
  'FixationDeviceLabel',
  'ShieldingDeviceLabel',
  'SetupDeviceLabel',
  'ToleranceTableLabel',
  'TargetLabel',
  'TemplateName',
  'TreatmentProtocols',
  'FiducialIdentifier',
  'HangingProtocolName',
  'PlanningLandmarkDescription',
  'OpticalPathDescription',
  'WindowCenterWidthExplanation',
  'LUTExplanation',
  'IOLFormulaDetail',
  'MediaDisposition',
  'IndicationDescription',
  'TestResultComment',
  'SystemStatusComment',
  'MaterialNotes',
  'CalibrationNotes',
  'PulserNotes',
  'ReceiverNotes',
  'PreAmplifierNotes',
  'ProbeDriveNotes',
];

/** What the generator takes by VR: all of it, but those of a kind that are named below. */
export const UNLISTED_BY_VR: Readonly<
  Record<'PN' | 'DA' | 'DT' | 'TM' | 'UI', Omit<UnlistedGroup, 'attributes'>>
> = {
  PN: { why: 'VR PN', basic: 'X', options: {} },
  DA: {
    why: 'VR DA',
    basic: 'X',
    options: { retainLongitudinalFullDates: 'K', retainLongitudinalModifiedDates: 'C' },
  },
  DT: {
    why: 'VR DT',
    basic: 'X',
    options: { retainLongitudinalFullDates: 'K', retainLongitudinalModifiedDates: 'C' },
  },
  TM: {
    why: 'VR TM',
    basic: 'X',
    options: { retainLongitudinalFullDates: 'K', retainLongitudinalModifiedDates: 'C' },
  },
  UI: { why: 'VR UI, of an instance', basic: 'U', options: { retainUids: 'K' } },
};

/** Of these another code holds, or another option beside those of their VR. */
export const UNLISTED_CHANGED: Readonly<Record<string, Partial<Pick<UnlistedGroup, 'basic' | 'options'>>>> = {
  // DICONDE's, whose types are not known here: empty is right for type 2 and 3.
  EvaluatorName: { basic: 'Z' },
  // Of the Inventory and of DICOS, whose types are not known here, and which need them to tell states apart: a dummy is right for every type.
  ItemInventoryDateTime: { basic: 'D' },
  StudyUpdateDateTime: { basic: 'D' },
  AlarmDecisionTime: { basic: 'D' },
  // As Date of Last Calibration (0018,1200).
  DateOfGainCalibration: { options: { retainDeviceIdentity: 'K' } },
  TimeOfGainCalibration: { options: { retainDeviceIdentity: 'K' } },
  // As Device UID (0018,1002).
  CreatorVersionUID: { options: { retainDeviceIdentity: 'K' } },
  RetrieveLocationUID: { options: { retainInstitutionIdentity: 'K' } },
  RepositoryUniqueID: { options: { retainInstitutionIdentity: 'K' } },
  HomeCommunityID: { options: { retainInstitutionIdentity: 'K' } },
};

/** UI that say what kind of thing something is, and name none: classes, transfer syntaxes, schemes of codes. They mean the same in all instances. */
export const UIDS_OF_KINDS: Readonly<Record<string, string>> = {
  SOPClassUID: 'a class',
  RelatedGeneralSOPClassUID: 'a class',
  OriginalSpecializedSOPClassUID: 'a class',
  SOPClassesInStudy: 'classes',
  SOPClassesSupported: 'classes',
  ReferencedSOPClassUID: 'a class',
  ReferencedSOPClassUIDInFile: 'a class',
  ReferencedRelatedGeneralSOPClassUIDInFile: 'a class',
  PertinentSOPClassesInStudy: 'classes',
  PertinentSOPClassesInSeries: 'classes',
  PrivateRecordUID: 'a kind of record',
  ReferencedTransferSyntaxUIDInFile: 'a transfer syntax',
  StoredInstanceTransferSyntaxUID: 'a transfer syntax',
  AvailableTransferSyntaxUID: 'transfer syntaxes',
  FlowTransferSyntaxUID: 'a transfer syntax',
  MACCalculationTransferSyntaxUID: 'a transfer syntax',
  EncryptedContentTransferSyntaxUID: 'a transfer syntax',
  CodingSchemeUID: 'a coding scheme',
  ContextUID: 'a context group',
  MappingResourceUID: 'a mapping resource',
};
