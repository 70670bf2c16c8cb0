namespace FlumeSharp.Sources.Http.Json;

// What stands next in a document.
internal enum JsonToken
{
    None,
    BeginArray,
    EndArray,
    BeginObject,
    EndObject,
    Name,
    Text,
    Literal,
    Null,
}
