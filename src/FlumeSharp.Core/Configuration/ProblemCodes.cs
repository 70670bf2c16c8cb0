namespace FlumeSharp.Configuration;

/// <summary>The ids of the problems this folder reports. An id never changes its meaning; <c>docs/reference/problems.md</c> explains each.</summary>
internal static class ProblemCodes
{
    public const string FileUnreadable = "FS1001";
    public const string MalformedEscape = "FS1002";
    public const string DefinedTwice = "FS1003";
    public const string NoAgentName = "FS1004";
    public const string NoPropertyName = "FS1005";
    public const string EmptyValue = "FS1006";
    public const string ListDefinedTwice = "FS1007";
    public const string NotAComponentProperty = "FS1008";
    public const string Utf16File = "FS1009";
    public const string UnresolvedReference = "FS1010";
    public const string ReferenceCycle = "FS1011";
    public const string ReferenceTooLarge = "FS1012";
    public const string FilterNotApplied = "FS1013";
    public const string UriUnreadable = "FS1014";
    public const string UnsupportedFormat = "FS1015";
    public const string BackupUsed = "FS1016";
    public const string BackupNotWritten = "FS1017";
    public const string AmbiguousOverlay = "FS1018";
    public const string OverlayOfNothing = "FS1019";
    public const string NoChannels = "FS1020";
    public const string NoValidChannel = "FS1021";
    public const string NothingToRun = "FS1022";
    public const string ListMissing = "FS1023";
    public const string ListedWithoutProperties = "FS1030";
    public const string NoType = "FS1031";
    public const string SourceWithoutChannels = "FS1032";
    public const string SourceChannelUnknown = "FS1033";
    public const string SourceChannelsAllUnknown = "FS1034";
    public const string SinkWithoutChannel = "FS1035";
    public const string SinkChannelUnknown = "FS1036";
    public const string JavaConfigurationClass = "FS1037";
    public const string GroupWithoutSinks = "FS1040";
    public const string GroupSinkUnknown = "FS1041";
    public const string GroupSinkTaken = "FS1042";
    public const string GroupEmpty = "FS1043";
    public const string ProcessorTypeMissing = "FS1044";
    public const string ProcessorTypeOther = "FS1045";
    public const string NotListed = "FS1050";
}
