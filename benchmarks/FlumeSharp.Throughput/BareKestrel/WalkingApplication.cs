using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace BareKestrel;

/// <summary>Walks the JSON of every request with Utf8JsonReader, copies every string, keeps nothing and answers 200.</summary>
internal sealed class WalkingApplication : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var reader = context.Get<IRequestBodyPipeFeature>()!.Reader;
        ReadResult result;
        while (true)
        {
            result = await reader.ReadAsync();
            if (result.IsCompleted)
            {
                break;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }

        Walk(result.Buffer);
        reader.AdvanceTo(result.Buffer.End);
    }

    private static void Walk(ReadOnlySequence<byte> json)
    {
        var slab = ArrayPool<byte>.Shared.Rent((int)json.Length);
        var used = 0;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                used += reader.CopyString(slab.AsSpan(used));
            }
        }

        ArrayPool<byte>.Shared.Return(slab);
    }
}
