namespace QmpGen.Tests;

public sealed class EndpointNotationTests
{
    [Theory]
    [InlineData("unix:/run/vm1.qmp")]
    [InlineData("unix:relative,with a comma")]
    [InlineData("tcp:localhost:4444")]
    [InlineData("tcp:[::1]:4444")]
    [InlineData("unix:@vm1")]
    [InlineData("unix:./@vm1")]
    [InlineData("unix:vm1,abstract=on,tight=off")]
    [InlineData("fd:3")]
    public void Parse_QemuNotation_RoundTrips(string endpoint) =>
        Assert.Equal(endpoint, QmpEndpoint.Parse(endpoint).ToString());

    [Theory]
    [InlineData("unix:vm1,abstract=on", "unix:@vm1")]
    [InlineData("unix:vm1,tight=on,abstract=on", "unix:@vm1")]
    [InlineData("unix:@vm1,tight=off", "unix:vm1,abstract=on,tight=off")]
    [InlineData("unix:@vm1,abstract=on", "unix:@@vm1")]
    [InlineData("unix:/run/vm1,abstract=off", "unix:/run/vm1")]
    public void Parse_AbstractSocketOptions_NormalizesNotation(string endpoint, string same) =>
        Assert.Equal(same, QmpEndpoint.Parse(endpoint).ToString());

    [Theory]
    [InlineData("/run/vm1.qmp", "unix:")]
    [InlineData("", "unix:")]
    [InlineData("unix:", "unix:")]
    [InlineData("unix:/run/vm1.qmp,server=on,wait=off", "server=on")]
    [InlineData("unix:@", "unix:@")]
    [InlineData("unix:vm1,abstract=maybe", "abstract=maybe")]
    [InlineData("unix:vm1,tight=off", "abstract=on")]
    [InlineData("unix:\0vm1", "'@'")]
    [InlineData("fd:stdin", "fd:stdin")]
    [InlineData("fd:-1", "fd:-1")]
    [InlineData("tcp:localhost:0", "65535")]
    [InlineData("tcp:localhost", "65535")]
    [InlineData("tcp::4444", "tcp::4444")]
    [InlineData("tcp:localhost:70000", "65535")]
    [InlineData("tcp:::1:4444", "tcp:::1:4444")]
    public async Task Connect_WithInvalidEndpoint_ThrowsWithReason(string endpoint, string reason)
    {
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => QmpClient.ConnectAsync(endpoint));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_PathTooLongForSocket_Throws() =>
        Assert.Contains(
            "107 bytes",
            Assert.Throws<ArgumentException>(() => QmpEndpoint.Parse("unix:/" + new string('x', 107))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task CustomEndpoint_ReturningNull_ThrowsWithItsName()
    {
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(QmpEndpoint.Create("my tunnel", _ => ValueTask.FromResult<Stream>(null!)))
        );
        Assert.Contains("my tunnel", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unix:/nowhere/vm1.qmp")]
    [InlineData("tcp:127.0.0.1:1")]
    [InlineData("tcp:no-such-host.invalid:4444")]
    [InlineData("fd:999")]
    public async Task Connect_ToMissingPeer_ThrowsWithTheEndpoint(string endpoint)
    {
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(endpoint)
        );
        Assert.Contains(endpoint, e.Message, StringComparison.Ordinal);
    }
}
