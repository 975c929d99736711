using Microsoft.Extensions.Configuration;

namespace QmpGen.Tests;

public sealed class ConfigurationBindingTests
{
    [Fact]
    public void ClientOptions_FromConfiguration_HaveItsValues()
    {
        QmpClientOptions options = Bind(
            new()
            {
                ["ConnectTimeout"] = "00:01:00",
                ["WaitForPeer"] = "true",
                ["OutOfBand"] = "Never",
                ["EventBufferCapacity"] = "4096",
                ["Reconnect:MaxDelay"] = "00:00:30",
            }
        );

        QmpClientOptions expected = new()
        {
            ConnectTimeout = TimeSpan.FromMinutes(1),
            WaitForPeer = true,
            OutOfBand = QmpOutOfBandMode.Never,
            EventBufferCapacity = 4096,
            Reconnect = new QmpReconnectPolicy { MaxDelay = TimeSpan.FromSeconds(30) },
        };
        Assert.Equal(expected, options);
    }

    [Fact]
    public void ClientOptions_FromInvalidConfiguration_NameTheOption()
    {
        Exception e = Assert.ThrowsAny<Exception>(() => Bind(new() { ["ConnectTimeout"] = "-00:00:10" }));

        Assert.Contains(nameof(QmpClientOptions.ConnectTimeout), e.ToString(), StringComparison.Ordinal);
    }

    private static QmpClientOptions Bind(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build().Get<QmpClientOptions>()!;
}
