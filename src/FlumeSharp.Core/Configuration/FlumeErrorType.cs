namespace FlumeSharp.Configuration;

/// <summary>The kinds of error Java Flume's own validation tells apart; only those that its results contain.</summary>
internal enum FlumeErrorType
{
    AgentConfigurationInvalid,
    AgentNameMissing,
    AttrsMissing,
    ConfigError,
    DuplicateProperty,
    InvalidProperty,
    PropertyNameNull,
    PropertyPartOfAnotherGroup,
    PropertyValueNull,
}
