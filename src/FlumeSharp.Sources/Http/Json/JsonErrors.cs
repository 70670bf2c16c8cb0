namespace FlumeSharp.Sources.Http.Json;

// What Gson calls a JsonSyntaxException: 400 with Flume's words.
internal static class JsonErrors
{
    public const string InvalidSyntax = "Request has invalid JSON Syntax.";

    public static HttpBadRequestException Syntax() => new(InvalidSyntax);

    // Gson hands Flume a null list here, over which it stumbles: 500.
    public static HttpHandlerException NoEvents() => new("The body holds no array of events.");

    public static HttpHandlerException NullEvent(int index) => new($"Event {index + 1} of the array is null, or there is a comma too many.");

    public static HttpHandlerException NullName() => new("key == null");

    public static HttpHandlerException BadUnicodeEscape(ReadOnlySpan<char> digits) => new($"\\u{digits}");

    public static HttpHandlerException TooLong() => new("The body is too long for the JSON handler: 1 GiB at most.");
}
