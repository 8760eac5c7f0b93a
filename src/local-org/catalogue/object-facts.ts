/** What a WSDL does not say about an object. */
export interface ObjectFacts {
  /** The field that names a record; `Name` when absent and there is such a field. */
  readonly nameField?: string;
  /** Fields numbered by the org on create, with their number of digits. */
  readonly autoNumbers?: readonly string[];
  /** Fields without which a record cannot be created. */
  readonly required?: readonly string[];
  /** Fields that API callers cannot write, besides the system fields. */
  readonly readOnly?: readonly string[];
  /** Fields that can be given on create only. */
  readonly createOnly?: readonly string[];
  /** Parent relationships whose deletion takes the record along. */
  readonly cascadeFrom?: readonly string[];
  readonly idLookup?: readonly string[];
  /** Fields whose value no two records share; case counts. */
  readonly unique?: readonly string[];
  /** Nobody but Salesforce writes such records. */
  readonly readOnlyObject?: boolean;
  readonly notDeletable?: boolean;
  /** Records come into being by saving others. */
  readonly notCreateable?: boolean;
}

const readOnlyObject = { readOnlyObject: true } as const;

/** Facts by object name; objects that are absent follow the general rules. */
export const OBJECT_FACTS: Readonly<Record<string, ObjectFacts>> = {
  AssignmentRule: readOnlyObject,
  Asset: { required: ['Name'], readOnly: ['RootAssetId', 'AssetLevel', 'ProductCode', 'StockKeepingUnit'] },
  Attachment: { required: ['Name', 'Body', 'ParentId'], readOnly: ['BodyLength'], cascadeFrom: ['Parent'] },
  CaseMilestone: {
    notCreateable: true,
    notDeletable: true,
    readOnly: ['CaseId', 'MilestoneTypeId', 'TargetDate', 'IsCompleted', 'IsViolated'],
  },
  CaseComment: { required: ['ParentId'], createOnly: ['ParentId'], cascadeFrom: ['Parent'] },
  CaseContactRole: { required: ['CasesId', 'ContactId'], createOnly: ['CasesId'], cascadeFrom: ['Cases'] },
  CaseFeed: readOnlyObject,
  CaseHistory: readOnlyObject,
  CaseHistory2: readOnlyObject,
  CaseShare: {
    required: ['CaseId', 'UserOrGroupId'],
    createOnly: ['CaseId', 'UserOrGroupId'],
    cascadeFrom: ['Case'],
  },
  CaseSolution: {
    required: ['CaseId', 'SolutionId'],
    createOnly: ['CaseId', 'SolutionId'],
    cascadeFrom: ['Case', 'Solution'],
  },
  CaseStatus: { ...readOnlyObject, nameField: 'MasterLabel' },
  CaseTeamMember: {
    required: ['ParentId', 'MemberId'],
    createOnly: ['ParentId', 'MemberId'],
    cascadeFrom: ['Parent'],
  },
  ContentDocument: {
    nameField: 'Title',
    readOnly: ['LatestPublishedVersionId', 'ContentSize', 'FileType', 'FileExtension', 'ContentModifiedDate'],
    notCreateable: true,
  },
  ContentDocumentLink: {
    required: ['ContentDocumentId', 'LinkedEntityId'],
    cascadeFrom: ['ContentDocument', 'LinkedEntity'],
  },
  ContentVersion: {
    nameField: 'Title',
    required: ['PathOnClient'],
    readOnly: [
      'ContentSize',
      'FileType',
      'FileExtension',
      'IsLatest',
      'VersionNumber',
      'Checksum',
      'VersionDataUrl',
    ],
    createOnly: ['ContentDocumentId', 'FirstPublishLocationId', 'PathOnClient', 'VersionData'],
    cascadeFrom: ['ContentDocument'],
    notDeletable: true,
  },
  ContractLineItem: {
    nameField: 'LineItemNumber',
    autoNumbers: ['LineItemNumber'],
    required: ['ServiceContractId', 'PricebookEntryId', 'Quantity', 'UnitPrice'],
    createOnly: ['ServiceContractId'],
    cascadeFrom: ['ServiceContract'],
    readOnly: ['ListPrice', 'Product2Id', 'RootContractLineItemId', 'Subtotal', 'TotalPrice', 'Status'],
  },
  EmailMessage: {
    nameField: 'Subject',
    readOnly: ['Name', 'HasAttachment', 'IsOpened', 'IsBounced', 'FirstOpenedDate', 'LastOpenedDate'],
    cascadeFrom: ['Parent'],
  },
  EmailMessageRelation: { required: ['EmailMessageId', 'RelationType'], cascadeFrom: ['EmailMessage'] },
  Entitlement: {
    required: ['Name', 'AccountId'],
    readOnly: ['Status', 'RemainingCases', 'RemainingWorkOrders'],
    cascadeFrom: ['Account'],
  },
  EntitlementContact: {
    autoNumbers: ['Name'],
    required: ['EntitlementId', 'ContactId'],
    cascadeFrom: ['Entitlement', 'Contact'],
  },
  Group: { required: ['Name'], nameField: 'Name', readOnly: ['RelatedId'], createOnly: ['Type'] },
  GroupMember: {
    required: ['GroupId', 'UserOrGroupId'],
    createOnly: ['GroupId', 'UserOrGroupId'],
    cascadeFrom: ['Group'],
  },
  Incident: {
    nameField: 'IncidentNumber',
    autoNumbers: ['IncidentNumber'],
    required: ['Subject', 'Status', 'Impact', 'Urgency'],
  },
  Problem: {
    nameField: 'ProblemNumber',
    autoNumbers: ['ProblemNumber'],
    required: ['Subject', 'Status', 'Impact', 'Urgency'],
  },
  ChangeRequest: {
    nameField: 'ChangeRequestNumber',
    autoNumbers: ['ChangeRequestNumber'],
    required: ['Subject', 'Status', 'Impact', 'RiskLevel'],
  },
  Knowledge__kav: {
    nameField: 'Title',
    autoNumbers: ['ArticleNumber'],
    required: ['Title', 'UrlName'],
    idLookup: ['UrlName'],
    unique: ['UrlName'],
    readOnly: [
      ...['KnowledgeArticleId', 'PublishStatus', 'VersionNumber', 'IsLatestVersion', 'MasterVersionId'],
      ...['ArticleArchivedById', 'ArticleArchivedDate', 'ArticleCreatedById', 'ArticleCreatedDate'],
      ...['ArticleCaseAttachCount', 'ArticleMasterLanguage', 'ArticleTotalViewCount', 'AssignedById'],
      ...['AssignedToId', 'AssignmentDate', 'AssignmentDueDate', 'AssignmentNote', 'FirstPublishedDate'],
      ...['LastPublishedDate', 'MigratedToFromArticleVersion'],
    ],
    createOnly: ['Language', 'SourceId'],
  },
  LiveChatTranscript: {
    autoNumbers: ['Name'],
    required: ['LiveChatVisitorId'],
    createOnly: ['LiveChatVisitorId'],
    idLookup: ['ChatKey'],
  },
  LiveChatVisitor: { autoNumbers: ['Name'] },
  MessagingSession: {
    autoNumbers: ['Name'],
    required: ['MessagingChannelId', 'MessagingEndUserId', 'Status'],
  },
  Note: {
    nameField: 'Title',
    required: ['Title', 'ParentId'],
    createOnly: ['ParentId'],
    cascadeFrom: ['Parent'],
  },
  Organization: { ...readOnlyObject },
  Pricebook2: { required: ['Name'], readOnly: ['IsStandard', 'IsArchived'] },
  PricebookEntry: {
    required: ['Pricebook2Id', 'Product2Id', 'UnitPrice'],
    readOnly: ['Name', 'ProductCode', 'IsArchived'],
    createOnly: ['Pricebook2Id', 'Product2Id'],
    cascadeFrom: ['Product2', 'Pricebook2'],
  },
  Product2: { required: ['Name'] },
  Profile: readOnlyObject,
  QueueSobject: { required: ['QueueId', 'SobjectType'], createOnly: ['QueueId'], cascadeFrom: ['Queue'] },
  RecordType: { required: ['Name', 'DeveloperName', 'SobjectType'], notDeletable: true, idLookup: ['Name'] },
  ReturnOrder: { nameField: 'ReturnOrderNumber', autoNumbers: ['ReturnOrderNumber'] },
  ServiceAppointment: {
    nameField: 'AppointmentNumber',
    autoNumbers: ['AppointmentNumber'],
    required: ['ParentRecordId'],
    readOnly: ['StatusCategory', 'AccountId', 'ParentRecordType'],
    cascadeFrom: ['ParentRecord'],
  },
  ServiceContract: {
    required: ['Name'],
    autoNumbers: ['ContractNumber'],
    readOnly: [
      'Discount',
      'GrandTotal',
      'LineItemCount',
      'RootServiceContractId',
      'Status',
      'Subtotal',
      'TotalPrice',
    ],
  },
  SlaProcess: readOnlyObject,
  Solution: {
    nameField: 'SolutionName',
    autoNumbers: ['SolutionNumber'],
    required: ['SolutionName'],
    readOnly: ['IsReviewed', 'TimesUsed'],
  },
  SolutionStatus: { ...readOnlyObject, nameField: 'MasterLabel' },
  Task: {
    nameField: 'Subject',
    readOnly: ['IsClosed', 'IsHighPriority', 'AccountId', 'IsArchived'],
    cascadeFrom: ['What', 'Who'],
  },
  User: {
    required: [
      'LastName',
      'Alias',
      'Email',
      'Username',
      'CommunityNickname',
      'TimeZoneSidKey',
      'LocaleSidKey',
      'EmailEncodingKey',
      'ProfileId',
      'LanguageLocaleKey',
    ],
    readOnly: [
      'Name',
      'LastLoginDate',
      'FullPhotoUrl',
      'SmallPhotoUrl',
      'MediumPhotoUrl',
      'IsProfilePhotoActive',
      'UserType',
    ],
    idLookup: ['Username'],
    notDeletable: true,
  },
  UserRole: { required: ['Name'] },
  WorkOrder: {
    nameField: 'WorkOrderNumber',
    autoNumbers: ['WorkOrderNumber'],
    readOnly: [
      'StatusCategory',
      'IsClosed',
      'RootWorkOrderId',
      'LineItemCount',
      'Subtotal',
      'TotalPrice',
      'GrandTotal',
      'Discount',
    ],
  },
  WorkOrderLineItem: {
    nameField: 'LineItemNumber',
    autoNumbers: ['LineItemNumber'],
    required: ['WorkOrderId'],
    createOnly: ['WorkOrderId'],
    cascadeFrom: ['WorkOrder'],
    readOnly: ['StatusCategory', 'IsClosed', 'Subtotal', 'TotalPrice', 'ListPrice'],
  },
  WorkOrderStatus: { ...readOnlyObject, nameField: 'MasterLabel' },
};
