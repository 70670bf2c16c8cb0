using System.Buffers;
using System.Buffers.Text;

namespace FlumeSharp.Sources.Http.Json;

// Turns bodies written in base64 into their bytes, in place.
internal static class Base64Bodies
{
    public static void Decode(EventBatch events)
    {
        var encoded = events.Events.ToArray();
        events.Clear();
        for (var index = 0; index < encoded.Length; index++)
        {
            var text = encoded[index].Body.Span;
            var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
            if (Base64.DecodeFromUtf8(text, bytes, out _, out var written) != OperationStatus.Done)
            {
                throw new HttpBadRequestException($"The body of event {index + 1} is not base64, as handler.bodyEncoding says it is.");
            }

            events.Add(new Event(bytes.AsMemory(0, written), encoded[index].Headers));
        }
    }
}
